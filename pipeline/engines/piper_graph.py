"""A network as ONNX bytes → the same one that also tells lengths. The promise: no weight changes.

The published voices keep to themselves how long they make each phoneme. It is the output of the
only Ceil in the network (a whole number of frames), and naming it as one of the graph's outputs is
enough. In protobuf's encoding what stands behind a message is merged into it, so that this takes
a few bytes at the end, and no package that knows ONNX.
"""

from collections.abc import Iterator

_GRAPH, _NODE, _OUTPUT = 7, 1, 12  # fields of onnx.proto's ModelProto and GraphProto
_NODE_OUTPUT, _NODE_KIND, _NAME = 2, 4, 1  # of NodeProto and ValueInfoProto
_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5  # kinds of fields
_MORE, _SEVEN = 0x80, 0x7F


def with_lengths(model: bytes) -> bytes:
    """The model with its lengths as second output; one that has two, or no such node, as it is.

    Raises ValueError when the bytes are no protobuf message.
    """
    view = memoryview(model)
    graphs = list(_fields(view, _GRAPH))
    told = [each for graph in graphs for each in _fields(graph, _OUTPUT)]
    lengths = {
        bytes(name)
        for graph in graphs
        for node in _fields(graph, _NODE)
        if any(bytes(kind) == b"Ceil" for kind in _fields(node, _NODE_KIND))
        for name in _fields(node, _NODE_OUTPUT)
    }
    if len(told) != 1 or len(lengths) != 1:
        return model
    return model + field(_GRAPH, field(_OUTPUT, field(_NAME, lengths.pop())))


def field(number: int, content: bytes) -> bytes:
    """A field that holds bytes, a text or a message, as protobuf writes it."""
    return _number(number << 3 | _BYTES) + _number(len(content)) + content


def _fields(message: memoryview, wanted: int) -> Iterator[memoryview]:
    """What the fields of that number hold, without copying; fields of other kinds are passed by."""
    at = 0
    while at < len(message):
        tag, at = _read(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == _VARINT:
            _, at = _read(message, at)
        elif kind == _BYTES:
            size, at = _read(message, at)
            if number == wanted:
                yield message[at : at + size]
            at += size
        elif kind in {_FIXED_32, _FIXED_64}:
            at += 4 if kind == _FIXED_32 else 8
        else:
            raise ValueError("the model is no ONNX file")
    if at != len(message):
        raise ValueError("the model ends too soon")


def _read(message: memoryview, at: int) -> tuple[int, int]:
    """A number of any size, and where it ends."""
    value = shift = 0
    while True:
        if at >= len(message):
            raise ValueError("the model ends too soon")
        value |= (message[at] & _SEVEN) << shift
        shift += 7
        at += 1
        if not message[at - 1] & _MORE:
            return value, at


def _number(value: int) -> bytes:
    out = bytearray()
    while value > _SEVEN:
        out.append(value & _SEVEN | _MORE)
        value >>= 7
    out.append(value)
    return bytes(out)
