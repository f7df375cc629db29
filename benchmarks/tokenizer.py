"""The tokenizer against C MeCab, the usual loop over fugashi, and SudachiPy: CPU time, interleaved, in one run.

    python benchmarks/tokenizer.py [--rounds 9] [--megabytes 1.0] [--text FILE] [--json FILE]

C MeCab runs in a child process that loops over the same lines inside libmecab (needs a C compiler and libmecab-dev);
both it and this process report their own CPU time, so a neighbour's load does not count. Every variant runs once in
every round; what is printed is the median over rounds of the ratio to C in the same round. No variant remembers lines.
The usual loop makes what `TokenColumns.table()` holds: text, surface, base form, lemma, two parts of speech, reading,
start, end.

Two texts: lines of the study's forms, and lines that are all distinct, made of the forms' clauses with their nouns
exchanged for nouns drawn from the dictionary (so that no cache of words is warm), or any text that `--text` names.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fugashi
import unidic_lite

from textmine.tokenizer import Tokenizer, UserTerm
from textmine.tokenizer.filters import WordFilter
from textmine.tokenizer.lists import read_stop_words, read_user_terms

if TYPE_CHECKING:
    from collections.abc import Callable

STUDY = Path(__file__).parents[1] / "corpus" / "yokohama"
DICTIONARY = unidic_lite.DICDIR
C_SOURCE = r"""
#include <mecab.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
static double cpu(void){struct timespec t;clock_gettime(CLOCK_PROCESS_CPUTIME_ID,&t);return t.tv_sec+t.tv_nsec*1e-9;}
int main(int argc,char**argv){
  FILE*f=fopen(argv[1],"rb");fseek(f,0,SEEK_END);long n=ftell(f);rewind(f);char*b=malloc(n+1);
  if(fread(b,1,n,f)!=(size_t)n)return 2;
  long lines=0;for(long i=0;i<n;i++)lines+=b[i]=='\n';
  char**line=malloc(sizeof(char*)*(lines+1));size_t*size=malloc(sizeof(size_t)*(lines+1));long k=0;char*p=b;
  while(p<b+n){char*e=memchr(p,'\n',b+n-p);if(!e)e=b+n;line[k]=p;size[k]=e-p;k++;p=e+1;}
  mecab_t*m=mecab_new(argc-1,argv+1);if(!m)return 1;
  size_t out=0;char go[64];printf("ready\n");fflush(stdout);
  while(fgets(go,64,stdin)){double c=cpu();for(long i=0;i<k;i++)out+=strlen(mecab_sparse_tostr2(m,line[i],size[i]));
    printf("%.6f\n",cpu()-c);fflush(stdout);}
  fprintf(stderr,"%zu\n",out);return 0;}
"""


class CMecab:
    """libmecab in a process of its own."""

    def __init__(self, program: Path, text: Path, output: str) -> None:
        command = [str(program), str(text), "-r", f"{DICTIONARY}/mecabrc", "-d", DICTIONARY, "-O", output]
        self._child = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._child.stdout is not None
        assert self._child.stdout.readline() == "ready\n"

    def seconds(self) -> float:
        """Run once over the lines."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write("\n")
        self._child.stdin.flush()
        return float(self._child.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._child.communicate()


def form_lines(size: int, seed: int = 1) -> list[str]:
    lines = [
        line.strip()
        for path in sorted((STUDY / "raw").iterdir())
        if path.suffix in {".txt", ".md"}
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    order = random.Random(seed)  # noqa: S311
    chosen: list[str] = []
    while n_bytes(chosen) < size:
        chosen += order.sample(lines, len(lines))
    return cut_to(chosen, size)


def distinct_lines(size: int, seed: int = 2) -> list[str]:
    order = random.Random(seed)  # noqa: S311
    clauses = sorted(
        {c for line in form_lines(100_000) for c in line.replace("。", "。\0").replace("、", "、\0").split("\0") if c}
    )
    nouns = dictionary_nouns(order, 20_000)
    tokens = Tokenizer(unit="short").tokenize_many(clauses)
    cut = [[(t.surface, t.pos2 == "普通名詞" and len(t.surface) > 1) for t in row] for row in tokens]
    lines: dict[str, None] = {}
    total = 0
    while total < size:
        words = [word for _ in range(order.randint(1, 4)) for word in order.choice(cut)]
        line = "".join(order.choice(nouns) if noun and order.random() < 0.4 else word for word, noun in words)
        if line not in lines:
            lines[line] = None
            total += len(line.encode()) + 1
    return cut_to(list(lines), size)


def dictionary_nouns(order: random.Random, count: int) -> list[str]:
    from textmine.tokenizer.mecab_files import read_words  # noqa: PLC0415

    words = read_words(Path(DICTIONARY) / "sys.dic")
    chosen: list[str] = []
    while len(chosen) < count:
        place = order.randrange(len(words.tokens))
        fields = words.feature(place).split(",")
        if fields[:2] == ["名詞", "普通名詞"] and words.tokens["cost"][place] < 9000:
            chosen.append(fields[8])
    return chosen


def cut_to(lines: list[str], size: int) -> list[str]:
    total = 0
    for number, line in enumerate(lines):
        total += len(line.encode()) + 1
        if total > size:
            return lines[:number]
    return lines


def n_bytes(lines: list[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def usual_loop(lines: list[str]) -> Callable[[], Any]:
    """Give what users write: each token's fields and its place, in one list."""
    tagger = fugashi.Tagger(f'-r "{DICTIONARY}/mecabrc" -d "{DICTIONARY}"')

    def run() -> list[tuple[Any, ...]]:
        rows = []
        for number, line in enumerate(lines):
            end = 0
            for word in tagger(line):
                start = line.find(word.surface, end)
                end = start + len(word.surface)
                known = word.feature
                rows.append(
                    (number, word.surface, known.orthBase, known.lemma, known.pos1, known.pos2, known.kana, start, end)
                )
        return rows

    return run


def usual_terms(documents: list[str], kept: frozenset[str]) -> Callable[[], Any]:
    tagger = fugashi.Tagger(f'-r "{DICTIONARY}/mecabrc" -d "{DICTIONARY}"')

    def run() -> None:
        for document in documents:
            terms = []
            for line in unicodedata.normalize("NFKC", document).split("\n"):
                for word in tagger(line):
                    feature = word.feature
                    if feature.pos1 in kept and feature.pos2 != "数詞":
                        terms.append(feature.orthBase or word.surface)

    return run


def sudachi_loop(lines: list[str]) -> Callable[[], Any] | None:
    try:
        import sudachipy  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
    except ImportError:
        return None
    cut = sudachipy.Dictionary(dict="core").create(mode=sudachipy.SplitMode.C).tokenize

    def run() -> None:
        for line in lines:
            for m in cut(line):
                pos = m.part_of_speech()
                _ = (
                    m.surface(),
                    m.dictionary_form(),
                    m.normalized_form(),
                    pos[0],
                    pos[1],
                    m.reading_form(),
                    m.begin(),
                    m.end(),
                )

    return run


def decoded(tokenizer: Tokenizer, lines: list[str]) -> None:
    columns = tokenizer.tokenize_many(lines)
    _ = columns.surface, columns.base, columns.lemma, columns.pos1, columns.pos2, columns.reading
    _ = columns.texts, columns.starts, columns.ends


def variants(lines: list[str]) -> dict[str, Callable[[], Any]]:
    documents = ["\n".join(lines[at : at + 20]) for at in range(0, len(lines), 20)]
    plain: dict[str, Any] = {"normalise": False, "unwrap": False, "unit": "short"}
    columns, stock = Tokenizer(**plain), Tokenizer(**plain, engine="stock")
    many = Tokenizer(**plain, user_terms=[UserTerm(f"試験{number:05d}語") for number in range(10_000)])
    full = Tokenizer(user_terms=read_user_terms(STUDY / "terms.csv"))
    short = Tokenizer(user_terms=read_user_terms(STUDY / "terms.csv"), unit="short")
    words = WordFilter(stop_words=frozenset(read_stop_words(STUDY / "stopwords.txt")))
    named: dict[str, Callable[[], Any] | None] = {
        "columns": lambda: columns.tokenize_many(lines),
        "columns, all fields decoded": lambda: decoded(columns, lines),
        "tokens": lambda: columns.tokenize_many(lines).tokens(),
        "columns, 10,000 user terms": lambda: many.tokenize_many(lines),
        "stock dictionary: columns": lambda: stock.tokenize_many(lines),
        "raw documents to terms, short": lambda: words.terms(short.tokenize_many(documents)),
        "raw documents to terms, joined": lambda: words.terms(full.tokenize_many(documents)),
        "raw documents to tokens, joined": lambda: full.tokenize_many(documents).tokens(),
        "usual fugashi loop": usual_loop(lines),
        "usual fugashi to terms": usual_terms(documents, frozenset(words.parts_of_speech)),
        "SudachiPy C": sudachi_loop(lines),
    }
    return {name: run for name, run in named.items() if run is not None}


def measure(lines: list[str], rounds: int, program: Path, folder: Path) -> dict[str, list[float]]:
    text = folder / "text.txt"
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    c = {"C wakati": CMecab(program, text, "wakati"), "C full": CMecab(program, text, "")}
    runs = variants(lines)
    for run in runs.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in (*c, *runs)}
    for _ in range(rounds):
        for name, server in c.items():
            seconds[name].append(server.seconds())
        for name, run in runs.items():
            before = time.process_time()
            run()
            seconds[name].append(time.process_time() - before)
    for server in c.values():
        server.close()
    return seconds


def ratio(of: list[float], to: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(of, to, strict=True))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--megabytes", type=float, default=1.0)
    options.add_argument("--text", type=Path)
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    size = int(given.megabytes * 1_000_000)
    other = given.text.read_text(encoding="utf-8").splitlines() if given.text else distinct_lines(size)
    result = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "server.c").write_text(C_SOURCE, encoding="utf-8")
        subprocess.run(["cc", "-O2", "server.c", "-o", "server", "-lmecab"], cwd=folder, check=True)  # noqa: S607
        for title, lines in (("forms", form_lines(size)), ("distinct", cut_to(other, size))):
            seconds = measure(lines, given.rounds, folder / "server", folder)
            megabytes = n_bytes(lines) / 1e6
            print(f"{title}: {megabytes:.2f} MB, {len(lines)} lines, {given.rounds} rounds")
            print(f"{'':34}{'MB/s':>7}{'x C wakati':>12}{'x C full':>10}{'x usual':>9}")
            result[title] = {
                variant: {
                    "MB/s": megabytes / statistics.median(taken),
                    "C wakati": ratio(seconds["C wakati"], taken),
                    "C full": ratio(seconds["C full"], taken),
                    "usual": ratio(seconds["usual fugashi loop"], taken),
                }
                for variant, taken in seconds.items()
            }
            for variant, row in result[title].items():
                print(f"{variant:34}{row['MB/s']:7.2f}{row['C wakati']:12.2f}{row['C full']:10.2f}{row['usual']:9.2f}")
    if given.json:
        given.json.write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
