"""Name a common mistake by the results that it leaves behind."""

import cases


def close(came, wanted, tolerance):
    """Are these numbers the same, relative to the largest of those wanted?"""
    came, wanted = cases.flat(came), cases.flat(wanted)
    finite = [abs(w) for w in wanted if w == w]
    limit = tolerance * max([1.0] + finite)
    return len(came) >= len(wanted) and all(same(c, w, limit) for c, w in zip(came, wanted))


def same(came, wanted, limit):
    """Are two numbers the same? Not-a-number is equal to itself here."""
    if came is None:
        return False
    if came != came or wanted != wanted:
        return came != came and wanted != wanted
    return came == wanted or abs(came - wanted) <= limit


def name(content, results, language):
    """Return what to say about the mistake that explains most of the results, or None.

    A mistake explains a case when every result that it spoils came out just so.
    """
    best, most = None, 0
    for mistake, words in content["mistakes"].items():
        explained = 0
        for case, result in zip(content["cases"], results):
            spoiled = case["mistakes"].get(mistake)
            if spoiled is None or not result:
                continue
            if not all(
                n in result and close(result[n], value, content["tolerance"])
                for n, value in spoiled.items()
            ):
                explained = 0
                break
            explained += 1
        if explained > most:
            remark = words.get(language)
            best = words["say"] + (" (%s)" % remark if remark else "")
            most = explained
    return best
