"""Hugging Face's tokenizers over JSON lines: a request a line on stdin, an answer a line on stdout.

    {"train": KIND, "folder": PATH}    writes a small tokenizer.json of that kind -> {}
    {"encode": TEXT, "folder": PATH}   ordinary text, as the first one or after a token -> {"first": [...], "after": [...]}

Each kind has the normalizer, pre-tokenizer, decoder and model options of a public model. Only its vocabulary is small:
trained on the sources of Python's own library and on a line for each script.
"""

import functools
import json
import pathlib
import sys

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
TAIL = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
LLAMA3 = CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}" + TAIL
QWEN = CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}" + TAIL
TEKKEN = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
    r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
SCRIPTS = """Straße naïve café déjà vu Ångström ΑΒΓ αβγ Привет мир שלום עולם مرحبا بكم हिन्दी भाषा ไทย
你好，世界。好的再见。 こんにちは世界 カタカナ 한국어 안녕하세요 👍🏽👩‍👩‍👧‍👦🇳🇴 ½ Ⅷ ٣٤٥ e\u0301 o\u0308 \u1e69 ﬁ 𝔘𝔫𝔦"""


def split(pattern):
    return [
        pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ]


# A kind: its normalizer, the steps before the merging, and whether it has a token for each byte.
BYTE_KINDS = {
    "smollm2": (None, [pre_tokenizers.Digits(True), pre_tokenizers.ByteLevel(add_prefix_space=False)], False),
    "gpt2": (None, [pre_tokenizers.ByteLevel(add_prefix_space=True)], True),
    "digits": (None, [pre_tokenizers.Digits(False), pre_tokenizers.ByteLevel(add_prefix_space=True)], True),
    "llama3": (None, split(LLAMA3), True),
    "qwen": (normalizers.NFC(), split(QWEN), True),
    "tekken": (None, split(TEKKEN), True),
    "words": (None, split(QWEN), True),
}
SPIECE = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
SPACE_KINDS = {
    "mistral": (SPIECE, None),
    "metaspace-first": (None, pre_tokenizers.Metaspace(prepend_scheme="first", split=False)),
    "metaspace-split": (None, pre_tokenizers.Metaspace(prepend_scheme="always", split=True)),
}
SPECIAL = {
    "smollm2": ["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
    "llama3": ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|end_of_text|>"],
    "qwen": ["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
    "tekken": ["<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]"],
    "mistral": ["<unk>", "<s>", "</s>", "[INST]", "[/INST]"],
}


def corpus():
    for name in ("argparse", "decimal", "statistics", "textwrap", "difflib"):
        yield from pathlib.Path(__import__(name).__file__).read_text(encoding="utf-8").splitlines()
    for _ in range(40):
        yield from SCRIPTS.splitlines()


def train_bytes(kind):
    normalizer, steps, has_all_bytes = BYTE_KINDS[kind]
    tokenizer = Tokenizer(models.BPE(ignore_merges=kind in ("llama3", "tekken")))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(steps) if len(steps) > 1 else steps[0]
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet() if has_all_bytes else []
    return tokenizer, trainers.BpeTrainer(
        vocab_size=2_000, initial_alphabet=alphabet, special_tokens=SPECIAL.get(kind, []), show_progress=False
    )


def train_characters(kind):
    normalizer, pre_tokenizer = SPACE_KINDS[kind]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    if normalizer:
        tokenizer.normalizer = normalizer
    # Trained on words, so that no token goes on over a space.
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    special = SPECIAL["mistral"] + [f"<0x{byte:02X}>" for byte in range(256)]
    trainer = trainers.BpeTrainer(vocab_size=2_500, special_tokens=special, limit_alphabet=200, show_progress=False)
    return tokenizer, trainer, pre_tokenizer


def train(kind, folder):
    if kind in BYTE_KINDS:
        tokenizer, trainer = train_bytes(kind)
        tokenizer.train_from_iterator(corpus(), trainer)
        file = json.loads(tokenizer.to_str())
    else:
        tokenizer, trainer, pre_tokenizer = train_characters(kind)
        normalizer, tokenizer.normalizer = tokenizer.normalizer, normalizers.Sequence([])
        tokenizer.train_from_iterator(corpus(), trainer)
        tokenizer.normalizer = normalizer or normalizers.Sequence([])
        file = json.loads(tokenizer.to_str())
        file["pre_tokenizer"] = pre_tokenizer and json.loads(pre_tokenizer.__getstate__())
        file["normalizer"] = normalizer and file["normalizer"]
        # The tokens of bytes are ordinary tokens.
        file["added_tokens"] = [token for token in file["added_tokens"] if not token["content"].startswith("<0x")]
    if kind == "qwen":
        tokenizer = Tokenizer.from_str(json.dumps(file))
        tokenizer.add_tokens([AddedToken(text, normalized=False, special=False) for text in ("<think>", "</think>")])
        file = json.loads(tokenizer.to_str())
    if kind == "words":
        tokenizer = Tokenizer.from_str(json.dumps(file))
        tokenizer.add_tokens(
            [
                AddedToken("   ", normalized=False),
                AddedToken("Parley", single_word=True),
                AddedToken("left", lstrip=True, normalized=False),
                AddedToken("right", rstrip=True, normalized=False),
                AddedToken("rightmost", normalized=False),
                AddedToken("İ", normalized=True),
            ]
        )
        file = json.loads(tokenizer.to_str())
    pathlib.Path(folder, "tokenizer.json").write_text(json.dumps(file), encoding="utf-8")


@functools.cache
def tokenizer_of(folder):
    file = json.loads(pathlib.Path(folder, "tokenizer.json").read_text(encoding="utf-8"))
    # Text that spells a marker stays text. A marker of our own stands before the text that follows one.
    plain = [
        token
        for token in file["added_tokens"]
        if not token["special"] and not (token["content"][0] in "<[" and token["content"][-1] in ">]")
    ]
    tokenizer = Tokenizer.from_str(json.dumps({**file, "added_tokens": plain}))
    tokenizer.add_special_tokens([AddedToken(MARK, normalized=False, special=True)])
    return tokenizer


MARK = "\uE123mark\uE123"


def answer(request):
    if "train" in request:
        train(request["train"], request["folder"])
        return {}
    tokenizer = tokenizer_of(request["folder"])
    first = tokenizer.encode(request["encode"], add_special_tokens=False).ids
    after = tokenizer.encode(MARK + request["encode"], add_special_tokens=False).ids
    return {"first": first, "after": after[1:]}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
