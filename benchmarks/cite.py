"""How fast citations are found, and whether the rate holds as the text grows.

    pip install eyecite legal-reference-extraction    # the peers, for this benchmark only
    python benchmarks/cite.py

The text is made of sentences as dense in citations as a Party notice. Time is processor time. The peers run on texts of
their own languages and of like density (4 citations in some 620 characters), in the same run.
"""

import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from of_text import notice_of  # noqa: E402  (run as a script, the project is not on the path)

from pipeline.extract.citations import find_citations  # noqa: E402
from pipeline.notice import Notice  # noqa: E402

PARAGRAPHS = (
    "Tiếp tục quán triệt Kết luận số 26-KL/TU ngày 05/6/2024 của Ban Thường vụ Tỉnh ủy về công tác dân vận.",
    "Triển khai có hiệu quả Kế hoạch chuyển đổi số của xã năm 2026 và các nhiệm vụ trọng tâm được giao.",
    "Ủy ban nhân dân xã rà soát các hộ nghèo, hộ cận nghèo, phấn đấu đạt 98,5% chỉ tiêu đề ra trong quý III.",
    "Phối hợp với các đơn vị đẩy nhanh tiến độ giải phóng mặt bằng, bảo đảm an toàn giao thông trong mùa mưa.",
    "Việc thu hồi đất thực hiện theo Luật Đất đai năm 2024 và Nghị định số 102/2024/NĐ-CP của Chính phủ.",
    "Các tổ chức đoàn thể vận động đoàn viên, hội viên tham gia vệ sinh môi trường, chỉnh trang nhà cửa, ngõ xóm.",
)

ENGLISH = (
    "The court of appeals affirmed the judgment in Harlan v. Weeks, 512 U.S. 218 (1994).",
    "The agency reviewed the records of each county and found that ninety-eight percent of the claims were paid.",
    "Under 42 U.S.C. § 1983 the plaintiff must show that the officer acted under color of state law then.",
    "The towns agreed to share the cost of the bridge, and the work was done before the rains of the third quarter.",
    "We follow Delby v. Orton, 77 F.3d 1024, 1031 (9th Cir. 1996); Marsh v. Ely, 401 F.2d 12 (2d Cir. 1968).",
    "Members of the association helped to clean the streets and to repair the houses along the lane near the school.",
)
GERMAN = (
    "Die Entscheidung beruht auf § 42 Abs. 2 VwGO und hält der Überprüfung durch den Senat im Ergebnis stand.",
    "Die Behörde hat die Unterlagen jeder Gemeinde geprüft und festgestellt, dass fast alle Anträge bewilligt wurden.",
    "Nach § 433 BGB ist der Verkäufer verpflichtet, die Sache frei von Mängeln zu übergeben und zu übereignen.",
    "Die Gemeinden teilen sich die Kosten der Brücke, deren Bau vor dem Beginn des dritten Quartals beendet wurde.",
    "So auch BGH, VIII ZR 295/01, und das Urteil des Bundesverwaltungsgerichts zu § 113 Abs. 1 VwGO in gleicher Sache.",
    "Mitglieder des Vereins halfen dabei, die Straßen zu reinigen und die Häuser an dem Weg zur Schule zu erneuern.",
)


def rate(notice: Notice, repeats: int) -> float:
    """Characters per second of processor time."""
    started = time.process_time()
    for _ in range(repeats):
        find_citations(notice)
    return len(notice.flow) * repeats / (time.process_time() - started)


def peers(own: float) -> None:
    """The rates of programs that find citations in other languages, and ours as a multiple of each."""
    english = "\n".join(ENGLISH) * 24
    german = "\n".join(GERMAN) * 24
    finders: dict[str, tuple[str, Callable[[str], object]]] = {}
    if importlib.util.find_spec("eyecite"):
        from eyecite import get_citations

        finders["eyecite, default tokenizer"] = (english, get_citations)
    if importlib.util.find_spec("refex"):
        from refex.orchestrator import CitationExtractor

        finders["legal-reference-extraction"] = (german, CitationExtractor().extract)
    for name, (text, find) in finders.items():
        find(text[:1000])  # what is loaded or compiled on first use
        started = time.process_time()
        find(text)
        peer = len(text) / (time.process_time() - started)
        print(f"{name}: {peer / 1e6:.3f} million characters a second; ours runs {own / peer:.1f} times that")


def main() -> None:
    block = sum(len(paragraph) + 1 for paragraph in PARAGRAPHS)
    find_citations(notice_of(*PARAGRAPHS))  # rules are compiled on first use
    rates = {}
    for size, repeats in ((16_000, 40), (130_000, 5), (1_300_000, 1)):
        notice = notice_of(*PARAGRAPHS * (size // block))
        rates[size] = rate(notice, repeats)
        print(f"{size:>9,} characters: {rates[size] / 1e6:.2f} million characters a second")
    peers(rates[16_000])
    print(f"at 1.3 million the rate is {rates[1_300_000] / rates[16_000]:.2f} of that at 16 thousand")


if __name__ == "__main__":
    main()
