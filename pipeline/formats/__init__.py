"""Values → text or bytes, one file a form. Promise: the same value gives the same bytes."""
