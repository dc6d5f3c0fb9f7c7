"""A document job as the app does it, for the evaluation: pages, passages, parts, notes, merges, summary."""
import re

import corpus
from corpus import PROMPTS

PAGE_CHARACTERS, PASSAGE_TOKENS, PART_TOKENS, MERGE_TOKENS, POINTS = 3000, 120, 400, 800, 12
SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"”)])\s+")
LINE = re.compile(r"- (\[p\. \d+:\d+\]) (.+)")


def passages(text, count):
    """[(marker, text)]: paragraphs, long ones split at sentence ends; a page holds about 3,000 characters"""
    page, used, number, out = 1, 0, 0, []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if used and used + len(paragraph) > PAGE_CHARACTERS: page, used, number = page + 1, 0, 0
        used += len(paragraph)
        pieces = [""]
        for s in [paragraph] if count(paragraph) <= PASSAGE_TOKENS else SENTENCE.split(paragraph):
            if pieces[-1] and count(pieces[-1] + " " + s) > PASSAGE_TOKENS: pieces.append("")
            pieces[-1] = f"{pieces[-1]} {s}".strip()
        for piece in pieces:
            number += 1
            out.append((f"[p. {page}:{number}]", piece))
    return out


def gather(items, size, most, number):
    """consecutive items in groups of at most `most` tokens and `number` items"""
    groups, used = [[]], 0
    for item in items:
        if groups[-1] and (used + size(item) > most or len(groups[-1]) >= number): groups.append([]); used = 0
        groups[-1].append(item)
        used += size(item)
    return groups


def prompt(instructions, user):
    pieces = corpus.render("You are ChatGPT, a large language model trained by OpenAI.\nKnowledge cutoff: 2024-06\nCurrent date: 2026-11-23\n\nReasoning: low\n\n# Valid channels: analysis, commentary, final. Channel must be included for every message.", instructions, [(user, "", "")])
    return "".join(t for t, _ in pieces[:-1])


def kept(final, allowed):
    """the lines that begin with a marker of the prompt and whose words stand behind it; and how many do not"""
    lines, good = [t for t in final.split("\n") if t.strip()], []
    for t in lines:
        g = LINE.fullmatch(t)
        if g and g.group(2) in allowed.get(g.group(1), ""): good.append(t)
    return good, len(lines) - len(good)


def summarise(player, text):
    """(summary lines, account)"""
    count = lambda t: len(player.tk.encode(t).ids)
    source = passages(text, count)
    account = dict(passages=len(source), parts=0, merges=0, lines=0, wrong=0, not_well_formed=0, longest_prompt=0, missed=0)

    def ask(kind, body, allowed):
        p = prompt(PROMPTS[f"{kind}Instructions"], f"{PROMPTS[f'{kind}Ask']}\n\n{PROMPTS['textOpen']}{body}{PROMPTS['textClose']}")
        account["longest_prompt"] = max(account["longest_prompt"], count(p))
        _, _, final = player.answer(p, 700)
        account["not_well_formed"] += not final
        lines, wrong = kept(final, allowed)
        account["lines"] += len(lines)
        account["wrong"] += wrong
        return lines

    notes = []
    for part in gather(source, lambda x: count(f"{x[0]}\n{x[1]}\n\n"), PART_TOKENS, 8):
        account["parts"] += 1
        lines = ask("notes", "\n\n".join(f"{m}\n{t}" for m, t in part), dict(part))
        sentences = [m for m, t in part if re.search(r"[.!?]", t) and not t.startswith("#")]
        account["missed"] += sum(not any(m in line for line in lines) for m in sentences)
        notes.append(lines)
    blocks = [b for lines in notes for b in gather(lines, count, 10 ** 6, 4) if b]
    while True:
        lines = []
        for group in gather(blocks, lambda b: count("\n".join(b)) + 8, MERGE_TOKENS, 8):
            account["merges"] += 1
            body = "\n\n".join(PROMPTS["partHeading"].replace("{n}", str(i + 1)) + "\n" + "\n".join(b) for i, b in enumerate(group))
            allowed = {g.group(1): g.group(2) for b in group for g in map(LINE.fullmatch, b) if g}
            lines += ask("merge", body, allowed) or [b[0] for b in group]
        if len(lines) <= POINTS or len(lines) >= sum(map(len, blocks)): return lines, account
        blocks = gather(lines, count, 10 ** 6, 3)
