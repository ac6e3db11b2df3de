"""How many documents a second the generator writes, text and gold, on one core.

python benchmarks/generate.py [COUNT]
"""

import json
import sys
from time import process_time

from corpus.generator import generate


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    generate(1, 0)  # grammars are read and compiled once
    start = process_time()
    letters = 0
    for index in range(count):
        notice = generate(2, index)
        letters += len(notice.text)
        json.dumps(notice.as_json(), ensure_ascii=False)
    seconds = process_time() - start
    print(f"{count / seconds:,.0f} documents a second of processor time, {letters / count:,.0f} characters each")


if __name__ == "__main__":
    main()
