"""What is remembered is worked out once, and stays within its bounds."""

from processors.remembered import Remembered


def test_a_text_is_worked_out_once() -> None:
    asked: list[str] = []

    def work_out(text: str) -> int:
        asked.append(text)
        return len(text)

    lengths = Remembered(work_out, most=10, longest=5)
    assert [lengths[text] for text in ("one", "three", "one")] == [3, 5, 3]
    assert asked == ["one", "three"]


def test_full_it_begins_anew_and_long_texts_are_not_kept() -> None:
    lengths = Remembered(len, most=3, longest=5)
    for number in range(10):
        assert lengths[str(number)] == 1
        assert lengths["no word " * 9] == 72
        assert len(lengths) <= 3
    assert "no word " * 9 not in lengths
