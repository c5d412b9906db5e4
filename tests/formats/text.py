"""Text files, good and broken, in the words of data/README.md."""

H = b"# samples 2 features 2 classes 0\n"  # the header of most cases
ROWS = [[1.0, 2.0], [3.0, 4.0]]

# Text files that are read, and what is in them.

GOOD = [
    ("plain", H + b"1 2\n3 4\n", ROWS),
    ("no_last_newline", H + b"1 2\n3 4", ROWS),
    ("blank_lines", H + b"\n1 2\n\n  \t \n3 4\n\n", ROWS),
    ("comments", H + b"# a line\n1 2 # the rest\n3 4#no blank before\n   # indented\n", ROWS),
    ("comment_last_without_newline", H + b"1 2\n3 4\n# end", ROWS),
    ("crlf", b"# samples 2 features 2 classes 0\r\n1 2\r\n\r\n3 4\r\n", ROWS),
    ("cr_at_the_end_of_the_file", H + b"1 2\n3 4\r", ROWS),
    ("cr_inside_a_comment", H + b"1 2 # a\rb\n3 4\n", ROWS),
    ("tabs_and_blanks", H + b"\t1 \t 2\t\n 3\t4  \n", ROWS),
    ("bytes_in_a_comment", H + b"1 2 # caf\xc3\xa9 \x00\xff\n3 4\n", ROWS),
    ("header_without_blank", b"#samples 2 features 2 classes 0\n1 2\n3 4\n", ROWS),
    ("header_with_tabs", b" \t#\tsamples 2\tfeatures  2 classes 0 \t\n1 2\n3 4\n", ROWS),
    ("header_with_zeros", b"# samples 0000000002 features 02 classes 000\n1 2\n3 4\n", ROWS),
    ("labels", b"# samples 2 features 2 classes 3\n1 2 0\n3 4 2\n", ROWS),
    ("label_with_zeros", b"# samples 2 features 2 classes 3\n1 2 0000000001\n3 4 02\n", ROWS),
    ("most_classes", b"# samples 1 features 1 classes 2147483647\n7 2147483646\n", [[7.0]]),
    ("targets", b"# samples 2 features 2 targets 2\n1 2 .5 -6e1\n3 4 7 8\n", ROWS),
    ("one_number", b"# samples 1 features 1 classes 0\n5\n", [[5.0]]),
    ("forms", b"# samples 1 features 11 classes 0\n"
     b"5. .5 -.5 +.5 00.50 1e2 1E2 1e+2 1e-2 5.e1 .5E+01\n", [
         [5.0, 0.5, -0.5, 0.5, 0.5, 100.0, 100.0, 100.0, 0.01, 50.0, 5.0]]),
    ("zeros", b"# samples 1 features 4 classes 0\n-0 0e0 0.0e-5 +.0\n", [[0.0] * 4]),
    ("too_small_becomes_zero", b"# samples 1 features 4 classes 0\n1e-400 -1e-999 1e-99999999999 "
     b"2e-324\n", [[0.0] * 4]),
    ("subnormal", b"# samples 1 features 3 classes 0\n5e-324 3e-324 2.2250738585072011e-308\n",
     [[5e-324, 5e-324, 2.2250738585072011e-308]]),
    ("zero_with_a_large_exponent", b"# samples 1 features 2 classes 0\n0e999 0.0e99999999999\n",
     [[0.0, 0.0]]),
    ("exponent_with_zeros", b"# samples 1 features 2 classes 0\n1e0000000000000000005 "
     b"1e-00000000000000000000001\n", [[1e5, 0.1]]),
    # 2^53 + 1 lies between two numbers and goes to the even one; the next digit decides.
    ("halfway", b"# samples 1 features 3 classes 0\n9007199254740993 9007199254740993.000000000000"
     b"00000000000000000001 0.1000000000000000055511151231257827021181583404541015625\n",
     [[9007199254740992.0, 9007199254740994.0, 0.1]]),
    ("largest", b"# samples 1 features 1 classes 0\n1.7976931348623158e308\n",
     [[1.7976931348623157e308]]),
    ("long_numbers", b"# samples 1 features 4 classes 0\n" + b"0" * 5000 + b"7 0." + b"0" * 5000
     + b"1 1" + b"0" * 5000 + b"e-5000 0." + b"0" * 4999 + b"5e5000\n", [[7.0, 0.0, 1.0, 5.0]]),
    ("long_line", b"# samples 1 features 9999 classes 0\n" + b"1 " * 9999 + b"\n", [[1.0] * 9999]),
    ("long_comment", H + b"1 2 #" + b"x" * 100000 + b"\n3 4\n", ROWS),
    # 6 numbers in as few bytes as they can take: far below bytes / 2 + 1 thanks to the header.
    ("dense", b"#samples 6 features 1 classes 0\n1\n2\n3\n4\n5\n6", [[i] for i in range(1, 7)]),
]  # fmt: skip

# Text files that are refused, in the order in which faults are looked for.

HEADER = ':1: expected "# samples N features D classes C", found '


END = "the end of the line"
BAD = [
    ("empty", b"", HEADER + "the end of the file"),
    ("only_a_newline", b"\n", HEADER + END),
    ("first_line_blank", b"\n" + H + b"1 2\n3 4\n", HEADER + END),
    ("header_cut_off", b"# samples 2 features", HEADER + END),
    ("array", b"\x93NUMPY\1\0 and so on\n",
     ": expected the folder that holds it, found a .npy file"),
    ("array_cut_off", b"\x93NUMPY\1", HEADER + '"?NUMPY?"'),
    ("bom", b"\xef\xbb\xbf" + H + b"1 2\n3 4\n", HEADER + '"???#"'),
    ("utf16", "# samples 2".encode("utf-16"), HEADER + '"??#?"'),
    ("rows_without_header", b"1 2\n3 4\n", HEADER + '"1"'),
    ("binary", bytes(range(11, 256)), HEADER + '"????????????????????..."'),
    ("gzip", b"\x1f\x8b\x08\x00abc\n", HEADER + '"????abc"'),
    # The header's size: at most bytes / 2 + 1 numbers, compared without overflow.
    ("outgrows", b"# samples 20 features 2 classes 0\n1 2\n3 4\n",  # 42 bytes
     ":1: expected at most 22 numbers in 42 bytes, found 20*2"),
    ("outgrows_with_label", b"# samples 9 features 2 classes 3\n",  # 33 bytes, 17 numbers
     ":1: expected at most 17 numbers in 33 bytes, found 9*3"),
    ("outgrows_with_targets", b"# samples 4 features 2 targets 3\n",  # 33 bytes, 17 numbers
     ":1: expected at most 17 numbers in 33 bytes, found 4*5"),
    ("overflows_32_bits", b"# samples 65536 features 65536 classes 0\n1\n",  # 43 bytes
     ":1: expected at most 22 numbers in 43 bytes, found 65536*65536"),
    ("overflows_a_sum", b"# samples 1 features 2147483647 targets 2147483647\n",  # 51 bytes
     ":1: expected at most 26 numbers in 51 bytes, found 1*4294967294"),
    ("overflows_nearly_64_bits",
     b"# samples 2147483647 features 2147483647 targets 2147483647\n",  # 60 bytes
     ":1: expected at most 31 numbers in 60 bytes, found 2147483647*4294967294"),
    ("wraps_to_zero", b"# samples 1073741824 features 4 classes 0\n1 2 3 4\n",  # 50 bytes
     ":1: expected at most 26 numbers in 50 bytes, found 1073741824*4"),
    # Rows: first how many tokens, then each token.
    ("value_missing", H + b"1 2\n3\n", ":3: expected 2 numbers, found 1"),
    ("value_extra", H + b"1 2 3\n4 5\n", ":2: expected 2 numbers, found 3"),
    ("count_before_tokens", H + b"x y z\n4 5\n", ":2: expected 2 numbers, found 3"),
    ("label_missing", b"# samples 2 features 2 classes 3\n1 2 0\n3 4\n",
     ":3: expected 3 numbers, found 2"),
    ("label_not_declared", H + b"1 2 0\n3 4 1\n", ":2: expected 2 numbers, found 3"),
    ("one_expected", b"# samples 1 features 1 classes 0\n1 2\n", ":2: expected 1 numbers, found 2"),
    ("comment_hides_a_value", H + b"1 #2\n3 4\n", ":2: expected 2 numbers, found 1"),
    ("lines_are_counted", H + b"\n# two\n\r\n1 2\n\n3 x\n", ':7: expected a number, found "x"'),
    ("cr_alone_is_no_line", H + b"1 2\r3 4\r", ":2: expected 2 numbers, found 3"),
    ("two_cr", H + b"1 2\r\r\n3 4\n", ':2: expected a number, found "2?"'),
    ("first_of_two_faults", H + b"1 a\nb 4 5\n", ':2: expected a number, found "a"'),
    ("number_before_label", b"# samples 1 features 2 classes 3\n1 x 9\n",
     ':2: expected a number, found "x"'),
    ("nul", H + b"1 2\x00\n3 4\n", ':2: expected a number, found "2?"'),
    ("nul_alone", H + b"1 2\n3 \x00\n", ':3: expected a number, found "?"'),
    ("utf8_minus", H + "1 2\n3 \N{MINUS SIGN}4\n".encode(), ':3: expected a number, found "???4"'),
    ("utf8_digit", H + "1 2\n3 \N{FULLWIDTH DIGIT FOUR}\n".encode(),
     ':3: expected a number, found "???"'),
    ("no_break_space", H + "1\N{NO-BREAK SPACE}2\n".encode(), ":2: expected 2 numbers, found 1"),
    ("form_feed", H + b"1\f2 3\n", ':2: expected a number, found "1?2"'),
    ("quotes", H + b'"1" 2\n', ':2: expected a number, found ""1""'),
    ("token_of_20_bytes", H + b"1 abcdefghij0123456789\n",
     ':2: expected a number, found "abcdefghij0123456789"'),
    ("token_of_21_bytes", H + b"1 abcdefghij0123456789x\n",
     ':2: expected a number, found "abcdefghij0123456789..."'),
    ("token_of_1e6_bytes", H + b"1 " + b"z" * 10**6 + b"\n",
     ':2: expected a number, found "zzzzzzzzzzzzzzzzzzzz..."'),
    ("csv", H + b"1,2\n3,4\n", ":2: expected 2 numbers, found 1"),
    ("too_large", H + b"1 2\n1e999 4\n", ':3: expected a finite number, found "1e999"'),
    ("too_large_by_a_digit", H + b"1.7976931348623159e308 2\n3 4\n",
     ':2: expected a finite number, found "1.7976931348623159e3..."'),
    ("too_large_negative", H + b"1 -2e308\n3 4\n", ':2: expected a finite number, found "-2e308"'),
    ("too_large_exponent", H + b"1 1e99999999999999999999\n",
     ':2: expected a finite number, found "1e999999999999999999..."'),
    ("too_large_digits", H + b"1 1" + b"0" * 400 + b"\n",
     ':2: expected a finite number, found "10000000000000000000..."'),
    ("label_at_the_end", b"# samples 2 features 1 classes 3\n1 0\n2 3\n",
     ':3: expected a label from 0 to 2, found "3"'),
    ("label_negative", b"# samples 2 features 1 classes 3\n1 -1\n2 2\n",
     ':2: expected a label from 0 to 2, found "-1"'),
    ("label_signed", b"# samples 2 features 1 classes 3\n1 +1\n2 2\n",
     ':2: expected a label from 0 to 2, found "+1"'),
    ("label_real", b"# samples 2 features 1 classes 3\n1 1.0\n2 2\n",
     ':2: expected a label from 0 to 2, found "1.0"'),
    ("label_word", b"# samples 2 features 1 classes 1\n1 a\n2 0\n",
     ':2: expected a label from 0 to 0, found "a"'),
    ("label_of_11_digits", b"# samples 2 features 1 classes 3\n1 00000000001\n2 2\n",
     ':2: expected a label from 0 to 2, found "00000000001"'),
    ("label_wraps", b"# samples 2 features 1 classes 3\n1 4294967296\n2 2\n",
     ':2: expected a label from 0 to 2, found "4294967296"'),
    ("target_word", b"# samples 1 features 1 targets 2\n1 2 yes\n",
     ':2: expected a number, found "yes"'),
    ("target_too_large", b"# samples 1 features 1 targets 1\n1 1e400\n",
     ':2: expected a finite number, found "1e400"'),
    # How many rows: first those missing, at the last row's line; then the first too many.
    ("only_header", H, ":1: expected 2 samples, found 0"),
    ("only_header_without_newline", H.rstrip(), ":1: expected 2 samples, found 0"),
    ("header_and_comments", H + b"# 1 2\n\n", ":1: expected 2 samples, found 0"),
    ("row_missing", H + b"\n1 2\n\n# 3 4\n", ":3: expected 2 samples, found 1"),
    ("sample_missing", b"# samples 1 features 1 classes 0\n", ":1: expected 1 samples, found 0"),
    ("row_too_many", H + b"1 2\n3 4\n\n5 6\n7 8\n", ":5: expected 2 samples, found more"),
    ("anything_too_many", H + b"1 2\n3 4\nnonsense\n", ":4: expected 2 samples, found more"),
    ("fault_before_row_too_many", H + b"1 2\n3 four\n5 6\n", ':3: expected a number, found "four"'),
    ("nul_row_too_many", H + b"1 2\n3 4\n\x00", ":4: expected 2 samples, found more"),
]  # fmt: skip

# First lines that are no header, before good rows, and what is found there.
HEADERS = [
    (b"#", END),
    (b"# ", END),
    (b"samples 2 features 2 classes 0", '"samples"'),
    (b"#sample 2 features 2 classes 0", '"sample"'),
    (b"## samples 2 features 2 classes 0", '"#"'),
    (b"# Samples 2 features 2 classes 0", '"Samples"'),
    (b"# sample 2 features 2 classes 0", '"sample"'),
    (b"# samples2 features 2 classes 0", '"samples2"'),
    (b"# samples", END),
    (b"# samples features 2 classes 0", '"features"'),
    (b"# samples 0 features 2 classes 0", '"0"'),
    (b"# samples -2 features 2 classes 0", '"-2"'),
    (b"# samples +2 features 2 classes 0", '"+2"'),
    (b"# samples 2.0 features 2 classes 0", '"2.0"'),
    (b"# samples 2, features 2, classes 0", '"2,"'),
    (b"# samples 0x2 features 2 classes 0", '"0x2"'),
    (b"# samples 00000000002 features 2 classes 0", '"00000000002"'),
    (b"# samples 2147483648 features 2 classes 0", '"2147483648"'),
    (b"# samples 9999999999 features 2 classes 0", '"9999999999"'),
    (b"# samples 123456789012345678901234567890 x", '"12345678901234567890..."'),
    (b"# samples 12345678901234567890 x", '"12345678901234567890"'),
    (b"# samples 2 Features 2 classes 0", '"Features"'),
    (b"# samples 2 classes 0", '"classes"'),
    (b"# samples 2 features 0 classes 0", '"0"'),
    (b"# samples 2 features 2147483648 classes 0", '"2147483648"'),
    (b"# samples 2 features 2", END),
    (b"# samples 2 features 2 labels 3", '"labels"'),
    (b"# samples 2 features 2 classes", END),
    (b"# samples 2 features 2 classes -1", '"-1"'),
    (b"# samples 2 features 2 classes 2147483648", '"2147483648"'),
    (b"# samples 2 features 2 targets 0", '"0"'),
    (b"# samples 2 features 2 targets", END),
    (b"# samples 2 features 2 classes 0 extra", '"extra"'),
    (b"# samples 2 features 2 classes 0 # comment", '"#"'),
    (b"# samples 2 features 2 classes 3 targets 1", '"targets"'),
    (b"# samples 2 features 2 classes 0\r\r", '"0?"'),
    (b"# samples\x002 features 2 classes 0", '"samples?2"'),
    (b"# samples\x0b2 features 2 classes 0", '"samples?2"'),
    (b"# caf\xc3\xa9", '"caf??"'),
]
BAD += [
    (f"header_{i}", line + b"\n1 2\n3 4\n", HEADER + found)
    for i, (line, found) in enumerate(HEADERS)
]

# What is no number, though a reader of one of the three languages may take it for one.
NO_NUMBERS = r"""
nan NaN inf -inf Infinity 0x1p3 0x10 0b1 1d5 1D5 1q5 1+5 1-5 2*3.0 2* 1_0 1,5 1/2 / 1f 1L 5j
+ - . +. -. e5 E .e5 1e 1e+ 1e- 1e1.5 1.2.3 --1 +-1 1e--1 (1,2) T .true. 1:2 1;2 ' \ None
""".split()
BAD += [
    (f"no_number_{i}", H + f"1 {token}\n3 4\n".encode(), f':2: expected a number, found "{token}"')
    for i, token in enumerate(NO_NUMBERS)
]

# In float32 the same float64 is rounded once more: to nearest, ties to even, too large is refused.

# Just above the middle of 1 and the next float32: float64 drops the excess, so a tie goes to 1.
DOUBLE_ROUNDING = b"1.00000005960464477539062500000001"
FLOAT32_GOOD = [
    ("double_rounding", b"# samples 1 features 2 classes 0\n" + DOUBLE_ROUNDING + b" 1.0000001\n",
     [[1.0, 1.00000012]]),
    ("largest_float32", b"# samples 1 features 1 classes 0\n3.4028235677973362e38\n",
     [[3.4028234663852886e38]]),
    ("small_float32", b"# samples 1 features 3 classes 0\n1e-45 7e-46 1e-300\n",
     [[1.401298464324817e-45, 0.0, 0.0]]),
]  # fmt: skip
FLOAT32_BAD = [
    ("too_large_float32", H + b"1 2\n3 1e39\n", ':3: expected a finite number, found "1e39"'),
    ("just_too_large_float32", H + b"3.4028235677973367e38 2\n3 4\n",
     ':2: expected a finite number, found "3.4028235677973367e3..."'),
]  # fmt: skip
