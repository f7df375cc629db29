"""What the tokenizer is measured against: MeCab in C, the usual loop over fugashi, SudachiPy."""

from __future__ import annotations

import subprocess
import unicodedata
from typing import TYPE_CHECKING, Any

import fugashi
from _tokenizer_texts import DICTIONARY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


def tagger() -> Any:  # noqa: ANN401 - fugashi has no types
    return fugashi.Tagger(f'-r "{DICTIONARY}/mecabrc" -d "{DICTIONARY}"')


def compiled_server(folder: Path) -> Path:
    """Compile the loop over libmecab; needs a C compiler and libmecab-dev."""
    (folder / "server.c").write_text(C_SOURCE, encoding="utf-8")
    subprocess.run(["cc", "-O2", "server.c", "-o", "server", "-lmecab"], cwd=folder, check=True)  # noqa: S607
    return folder / "server"


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


def usual_loop(lines: list[str]) -> Callable[[], Any]:
    """Give what users write: each token's fields and its place, in one list."""
    cut = tagger()

    def run() -> list[tuple[Any, ...]]:
        rows = []
        for number, line in enumerate(lines):
            end = 0
            for word in cut(line):
                start = line.find(word.surface, end)
                end = start + len(word.surface)
                known = word.feature
                rows.append(
                    (number, word.surface, known.orthBase, known.lemma, known.pos1, known.pos2, known.kana, start, end)
                )
        return rows

    return run


def usual_terms(documents: list[str], kept: frozenset[str]) -> Callable[[], Any]:
    cut = tagger()

    def run() -> None:
        for document in documents:
            terms = []
            for line in unicodedata.normalize("NFKC", document).split("\n"):
                for word in cut(line):
                    feature = word.feature
                    if feature.pos1 in kept and feature.pos2 != "数詞":
                        terms.append(feature.orthBase or word.surface)

    return run


def sudachi_loop(lines: list[str]) -> Callable[[], Any] | None:
    try:
        import sudachipy  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
    except ImportError:
        return None
    cut = sudachipy.Dictionary(dict="core").tokenizer(mode=sudachipy.SplitMode.C).tokenize

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
