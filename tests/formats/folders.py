"""Folders of .npy files, NumPy's own for the good ones, by hand for the broken ones."""

import struct

import numpy as np


def npy(array, version=(1, 0)):
    """Return the .npy file of an array."""
    array = np.asarray(array)
    return raw(
        array.dtype.str,
        array.shape,
        array.tobytes("A"),
        version,
        array.ndim > 1 and array.flags.f_contiguous and not array.flags.c_contiguous,
    )


def raw(descr, shape, data, version=(1, 0), fortran=False, header=None):
    """Return a .npy file with these words in its header, fitting together or not."""
    if header is None:
        header = f"{{'descr': {descr!r}, 'fortran_order': {fortran}, 'shape': {shape}, }}"
    length = "<H" if version[0] == 1 else "<I"
    before = 8 + struct.calcsize(length)
    text = header.encode("utf-8" if version[0] == 3 else "latin-1")
    text += b" " * (-(before + len(text) + 1) % 64) + b"\n"
    return b"\x93NUMPY" + bytes(version) + struct.pack(length, len(text)) + text + data


ROWS = [[1.0, 2.0], [3.0, 4.0]]
X = npy(np.array(ROWS))
F8 = np.array([1.5, -2.5]).tobytes()

GOOD = [
    ("npy_f8", {"x.npy": X}, ROWS),
    ("npy_f4", {"x.npy": npy(np.array(ROWS, "<f4"))}, ROWS),
    ("npy_i8", {"x.npy": npy(np.array(ROWS, "<i8"))}, ROWS),
    ("npy_i4", {"x.npy": npy(np.array([[-2147483648, 2147483647]], "<i4"))},
     [[-2147483648.0, 2147483647.0]]),
    ("npy_u1", {"x.npy": npy(np.array([[0, 255]], "u1"))}, [[0.0, 255.0]]),
    ("npy_header_of_numpy_1", {"x.npy": raw("", "", F8, header="{'descr': '<f8', 'fortran_order': "
                                            "False, 'shape': (2,), }" + " " * 7)}, [[1.5], [-2.5]]),
    ("npy_version_2", {"x.npy": npy(ROWS, (2, 0))}, ROWS),
    ("npy_version_3", {"x.npy": npy(ROWS, (3, 0))}, ROWS),
    ("npy_1_axis", {"x.npy": npy([1.5, -2.5])}, [[1.5], [-2.5]]),
    ("npy_3_axes", {"x.npy": npy(np.arange(12.0).reshape(2, 3, 2))},
     [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]),
    ("npy_4_axes", {"x.npy": npy(np.arange(8, dtype="u1").reshape(2, 1, 2, 2))},
     [[0, 1, 2, 3], [4, 5, 6, 7]]),
    ("npy_i8_rounds", {"x.npy": npy(np.array([[2**53 + 1, -(2**63)]], "<i8"))},
     [[2.0**53, -(2.0**63)]]),
    ("npy_subnormal", {"x.npy": npy([[5e-324, -5e-324]])}, [[5e-324, -5e-324]]),
    ("npy_labels", {"x.npy": X, "y.npy": npy(np.array([0, 1], "<i8"))}, ROWS),
    ("npy_labels_i4", {"x.npy": X, "y.npy": npy(np.array([2147483646, 1], "<i4"))}, ROWS),
    ("npy_labels_u1", {"x.npy": X, "y.npy": npy(np.array([255, 0], "u1"))}, ROWS),
    ("npy_targets", {"x.npy": X, "y.npy": npy([0.5, -1.5])}, ROWS),
    ("npy_targets_2_axes", {"x.npy": X, "y.npy": npy(np.ones((2, 3), "<f4"))}, ROWS),
    ("npy_other_files", {"x.npy": X, "z.npy": b"?", "readme": b""}, ROWS),
]  # fmt: skip

DTYPE = "/x.npy: expected dtype |u1 <i4 <i8 <f4 or <f8, found "
NUMPY_HEADER = "/x.npy: expected a header as numpy.save writes it, found another"
OTHER_FORMAT = "/x.npy: expected a .npy file, found another format"
SIZES = "/x.npy: expected sizes from 1 to 2147483647, found "


def x_npy(name, content, error):
    """Build a case of a folder with nothing but this x.npy."""
    return "npy_" + name, {"x.npy": content}, error


def y_npy(name, content, error):
    """Build a case of a good x.npy with this y.npy."""
    return "npy_y_" + name, {"x.npy": X, "y.npy": content}, error


BYTES = " numbers of 8 bytes, found "
NOT_FINITE = ": expected finite numbers, found another at entry "
LABEL = "/y.npy: expected a label from 0 to 2147483646, found "
BAD = [
    ("npy_without_x", {"y.npy": X}, "/x.npy: no such file"),
    ("npy_empty_folder", {}, "/x.npy: no such file"),
    ("npy_x_is_a_folder", {"x.npy": None}, "/x.npy: cannot be read"),
    x_npy("empty", b"", OTHER_FORMAT),
    x_npy("text", b"# samples 1 features 1 classes 0\n1\n", OTHER_FORMAT),
    x_npy("magic", b"\x93NUMPX" + X[6:], OTHER_FORMAT),
    x_npy("magic_cut_off", X[:5], OTHER_FORMAT),
    x_npy("version_cut_off", X[:7], OTHER_FORMAT),
    x_npy("npz", b"PK\x03\x04" + X, OTHER_FORMAT),
    x_npy("version_4", X[:6] + b"\4\0" + X[8:],
          "/x.npy: expected .npy version 1.0, 2.0 or 3.0, found 4.0"),
    x_npy("version_1_1", X[:6] + b"\1\1" + X[8:],
          "/x.npy: expected .npy version 1.0, 2.0 or 3.0, found 1.1"),
    x_npy("version_255", X[:6] + b"\xff\xfe" + X[8:],
          "/x.npy: expected .npy version 1.0, 2.0 or 3.0, found 255.254"),
    x_npy("length_cut_off", X[:9], NUMPY_HEADER),
    x_npy("header_cut_off", X[:60], NUMPY_HEADER),
    x_npy("header_beyond_the_file", X[:8] + b"\xff\xff" + X[10:], NUMPY_HEADER),
    x_npy("header_of_4_GB", b"\x93NUMPY\2\0\xff\xff\xff\xff{}", NUMPY_HEADER),
    x_npy("header_empty", raw("", "", b"", header=""), NUMPY_HEADER),
    x_npy("header_other", raw("", "", F8, header="{'shape': (1, 2)}"), NUMPY_HEADER),
    x_npy("header_order", raw("", "", F8, header="{'shape': (1, 2), 'fortran_order': False, "
                              "'descr': '<f8', }"), NUMPY_HEADER),
    x_npy("header_nonsense", raw("", "", F8, header="\x00\xff{{{((("), NUMPY_HEADER),
    x_npy("header_blanks", raw("", "", F8, header="{'descr':'<f8','fortran_order':False,"
                               "'shape':(1,2),}"), NUMPY_HEADER),
    x_npy("header_without_comma", raw("", "", F8, header="{'descr': '<f8', 'fortran_order': "
                                      "False, 'shape': (1, 2)}"), NUMPY_HEADER),
    x_npy("header_without_newline", X.replace(b"\n", b" "), NUMPY_HEADER),
    x_npy("header_two_newlines", X.replace(b" \n", b"\n\n"), NUMPY_HEADER),
    x_npy("shape_open", raw("", "", F8, header="{'descr': '<f8', 'fortran_order': False, "
                            "'shape': (1, 2"), NUMPY_HEADER),
    x_npy("shape_real", raw("<f8", "(1.0, 2)", F8), NUMPY_HEADER),
    x_npy("shape_word", raw("<f8", "(n, 2)", F8), NUMPY_HEADER),
    x_npy("shape_number", raw("<f8", "2", F8), NUMPY_HEADER),
    x_npy("order_word", raw("<f8", (1, 2), F8, fortran="None"), NUMPY_HEADER),
    x_npy("big_endian", npy(np.array(ROWS, ">f8")), DTYPE + '">f8"'),
    x_npy("f2", npy(np.array(ROWS, "<f2")), DTYPE + '"<f2"'),
    x_npy("bool", npy(np.array([[True]])), DTYPE + '"|b1"'),
    x_npy("u2", npy(np.array([[1]], "<u2")), DTYPE + '"<u2"'),
    x_npy("i1", npy(np.array([[1]], "|i1")), DTYPE + '"|i1"'),
    x_npy("complex", npy(np.array([[1j]])), DTYPE + '"<c16"'),
    x_npy("object", raw("|O", (1,), b"\x80\x03]q\x00."), DTYPE + '"|O"'),
    x_npy("text_dtype", npy(np.array([["a", "b"]])), DTYPE + '"<U1"'),
    x_npy("long_dtype", npy(np.array(["a" * 10], "<U123456")), DTYPE + '"<U123456"'),
    x_npy("grammar_before_dtype", raw(">f8", (1, "n"), F8), NUMPY_HEADER),
    x_npy("structured", raw([("a", "<f8")], (2,), F8), DTYPE + '"[(\'a\', \'<f8\')]"'),
    x_npy("fortran_order", npy(np.asfortranarray(ROWS)),
          "/x.npy: expected C order, found Fortran order"),
    x_npy("dtype_before_order", npy(np.asfortranarray(np.array(ROWS, ">f4"))), DTYPE + '">f4"'),
    x_npy("0_axes", npy(np.array(1.5)), "/x.npy: expected at least 1 axis, found 0"),
    x_npy("size_0", raw("<f8", (0, 2), b""), SIZES + '"0"'),
    x_npy("inner_size_0", raw("<f8", (2, 0), b""), SIZES + '"0"'),
    x_npy("size_negative", raw("<f8", (-1, 2), F8), SIZES + '"-1"'),
    x_npy("first_size_at_fault", raw("<f8", (-3, 0), F8), SIZES + '"-3"'),
    x_npy("size_2e31", raw("<f8", (2147483648,), F8), SIZES + '"2147483648"'),
    x_npy("size_of_30_digits", raw("<f8", (int("9" * 30), 2), F8), SIZES + '"' + "9" * 20 + '..."'),
    x_npy("huge", raw("<f8", (2147483647, 2147483647), F8),
          "/x.npy: expected 2147483647*2147483647" + BYTES + "16 bytes"),
    x_npy("huge_wraps", raw("<f8", (65536, 65536, 65536, 65536), F8),
          "/x.npy: expected 65536*65536*65536*65536" + BYTES + "16 bytes"),
    x_npy("huge_bytes_wrap", raw("<f8", (2147483647, 1073741825), b""),
          "/x.npy: expected 2147483647*1073741825" + BYTES + "0 bytes"),
    x_npy("data_cut_off", X[:-1], "/x.npy: expected 2*2" + BYTES + "31 bytes"),
    x_npy("data_missing", raw("<f4", (3,), b""),
          "/x.npy: expected 3 numbers of 4 bytes, found 0 bytes"),
    x_npy("data_too_long", X + b"\0", "/x.npy: expected 2*2" + BYTES + "33 bytes"),
    x_npy("two_arrays", X + X, "/x.npy: expected 2*2" + BYTES + f"{32 + len(X)} bytes"),
    x_npy("nan", npy([[1, 2], [np.nan, 4]]), "/x.npy" + NOT_FINITE + "2"),
    x_npy("inf", npy(np.array([[1, 2], [3, -np.inf]], "<f4")),
          "/x.npy" + NOT_FINITE + "3"),
    x_npy("nan_after_4096", npy(np.where(np.arange(9000) == 8765, np.inf, 0.0)),
          "/x.npy" + NOT_FINITE + "8765"),
    ("npy_y_is_a_folder", {"x.npy": X, "y.npy": None}, "/y.npy: cannot be read"),
    ("npy_x_before_y", {"x.npy": X + b"\0", "y.npy": b""},
     "/x.npy: expected 2*2" + BYTES + "33 bytes"),
    y_npy("empty", b"", "/y.npy: expected a .npy file, found another format"),
    y_npy("fortran_order", npy(np.asfortranarray(np.ones((2, 2)))),
          "/y.npy: expected C order, found Fortran order"),
    y_npy("bool", npy(np.array([True, False])),
          DTYPE.replace("x.npy", "y.npy") + '"|b1"'),
    y_npy("0_axes", npy(np.array(1)), "/y.npy: expected at least 1 axis, found 0"),
    y_npy("cut_off", npy(np.array([1, 2]))[:-8], "/y.npy: expected 2" + BYTES + "8 bytes"),
    y_npy("too_short", npy(np.array([1])), "/y.npy: expected 2 rows, as x.npy has, found 1"),
    y_npy("too_long", npy(np.arange(3.0)), "/y.npy: expected 2 rows, as x.npy has, found 3"),
    y_npy("3_axes", npy(np.ones((2, 1, 1))), "/y.npy: expected at most 2 axes, found 3"),
    y_npy("rows_before_axes", npy(np.ones((3, 1, 1))),
          "/y.npy: expected 2 rows, as x.npy has, found 3"),
    y_npy("labels_2_axes", npy(np.array([[0], [1]])), "/y.npy: expected at most 1 axis, found 2"),
    y_npy("labels_3_axes", npy(np.array([[[0]], [[1]]], "u1")),
          "/y.npy: expected at most 1 axis, found 3"),
    y_npy("negative", npy(np.array([0, -1])),
          LABEL + '"-1" at entry 1'),
    y_npy("label_2e31", npy(np.array([2147483647, 0])),
          LABEL + '"2147483647" at entry 0'),
    y_npy("label_wraps", npy(np.array([0, 2**32])),
          LABEL + '"4294967296" at entry 1'),
    y_npy("nan", npy([1.0, np.nan]), "/y.npy" + NOT_FINITE + "1"),
]  # fmt: skip
# In float32 the same numbers are rounded: to nearest, ties to even, too large is refused.

FLOAT32_GOOD = [
    ("npy_f8_rounds", {"x.npy": npy([[1 + 2.0**-24, 1 + 3 * 2.0**-24, 1e-300]])},
     [[1.0, 1.0000002384185791, 0.0]]),
]  # fmt: skip
FLOAT32_BAD = [
    ("npy_too_large_float32", {"x.npy": npy([[1.0, 2.0], [-1e39, 4.0]])},
     "/x.npy" + NOT_FINITE + "2"),
    ("npy_y_too_large_float32", {"x.npy": X, "y.npy": npy([1e300, 1.0])},
     "/y.npy" + NOT_FINITE + "0"),
]  # fmt: skip
