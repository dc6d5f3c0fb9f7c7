"""A document job like the app's (electron/reader and electron/main/documents), for the evaluation: pages, passages, parts,
notes, merges, summary. Unlike the app, it tries only once and skips parts without a usable note."""
import math
import re

import corpus
from corpus import PROMPTS

PAGE, PASSAGE, WHOLE = 3000, 500, 600  # characters
PART, MERGE = 409, 818  # tokens: a fifth of the context, and twice that
BLOCK, BLOCKS, POINTS = 4, 8, 12
LINE = re.compile(r"- (\[p\. \d+:\d+\]) (.+)")


def cut(paragraph):
    """Returns pieces of about 500 characters that end at the end of a sentence."""
    if len(paragraph) <= WHOLE: return [paragraph]
    out, start = [], 0
    for end in [g.end() for g in re.finditer(r"[.!?][\"”)]?\s+", paragraph)] + [len(paragraph)]:
        if end - start >= PASSAGE or end == len(paragraph):
            if paragraph[start:end].strip(): out.append(paragraph[start:end].strip())
            start = end
    return out


def passages(text):
    """Returns [(marker, text)]: paragraphs with their headings; a page has about 3,000 characters."""
    out, page, number, used, heads = [], 1, 0, 0, ""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if re.match(r"#{1,6} [^\n]*$", paragraph): heads += paragraph + "\n"; continue
        pieces = cut(paragraph)
        pieces[0], heads, size = heads + pieces[0], "", len(heads) + len(paragraph)
        if number and used + size > PAGE: page, number, used = page + 1, 0, 0
        used += size
        for piece in pieces:
            number += 1
            out.append((f"[p. {page}:{number}]", piece))
    return out


def gather(items, size, max_tokens, max_items=10 ** 6):
    """Groups consecutive items: at most `max_tokens` tokens and `max_items` items per group."""
    groups, used = [[]], 0
    for item in items:
        if groups[-1] and (used + size(item) > max_tokens or len(groups[-1]) >= max_items): groups.append([]); used = 0
        groups[-1].append(item)
        used += size(item)
    return groups


def blocks_of(lists):
    """Splits each list into even blocks of at most four."""
    out = []
    for x in lists:
        n = math.ceil(len(x) / BLOCK)
        out += [x[i * len(x) // n:(i + 1) * len(x) // n] for i in range(n)]
    return out


def prompt(instructions, user):
    pieces = corpus.render("You are ChatGPT, a large language model trained by OpenAI.\nKnowledge cutoff: 2024-06\nCurrent date: 2026-11-23\n\nReasoning: low\n\n# Valid channels: analysis, commentary, final. Channel must be included for every message.", instructions, [(user, "", "")])
    return "".join(t for t, _ in pieces[:-1])


def first_sentence(passage):
    body = re.sub(r"^(#{1,6} [^\n]*\n)+", "", passage)
    body = re.sub(r"^- ", "", body.split("\n")[0])
    return re.match(r".+?[.!?][\"”)]?(?= |$)|.+", body).group()


def summarise(player, text, show=print):
    """Returns (lines of the summary, account)."""
    count = lambda t: len(player.tk.encode(t).ids)
    source, words = passages(text), lambda t: " ".join(t.split())
    account = dict(passages=len(source), parts=0, merges=0, not_well_formed=0, longest_prompt=0, notes=0, notes_exact=0, merge_lines=0, merge_lines_exact=0, no_quote=0)

    def ask(kind, body, allowed, wanted):
        p = prompt(PROMPTS[f"{kind}Instructions"], corpus.job_prompt(f"{kind}Ask", body, next(iter(allowed))))
        account["longest_prompt"] = max(account["longest_prompt"], count(p))
        raw, _, final = player.answer(p, 512)
        account["not_well_formed"] += not final
        lines = [t for t in (final or raw.split("final<|message|>")[-1]).split("\n") if LINE.fullmatch(t)]
        key = "notes" if kind == "notes" else "merge_lines"
        account[key] += len(wanted)
        account[key + "_exact"] += sum(t in lines for t in wanted)
        for t in wanted: show(("   ok  " if t in lines else "   --  ") + t)
        for t in lines:
            if t not in wanted: show("    +  " + t)
        good = [t for t in lines if words(LINE.fullmatch(t).group(2)) in words(allowed.get(LINE.fullmatch(t).group(1), ""))]
        account["no_quote"] += len(lines) - len(good)
        return list(dict.fromkeys(good))

    lists = []
    for part in gather(source, lambda x: count(f"{x[0]}\n{x[1]}") + 2, PART):
        account["parts"] += 1
        lists.append(ask("notes", "\n\n".join(f"{m}\n{t}" for m, t in part), dict(part), [f"- {m} {first_sentence(t)}" for m, t in part]))
    while len(lists) > 1 or len(lists[0]) > POINTS:
        blocks = blocks_of([x for x in lists if x])
        size = lambda b: count("\n".join(b)) + 7
        groups = gather(blocks, size, MERGE, BLOCKS)
        if len(groups) > 1: groups = gather(blocks, size, MERGE, math.ceil(len(blocks) / len(groups)))
        merged = []
        for group in groups:
            account["merges"] += 1
            body = "\n\n".join(PROMPTS["partHeading"].replace("{n}", str(i + 1)) + "\n" + "\n".join(b) for i, b in enumerate(group))
            allowed = {g.group(1): g.group(2) for b in group for g in map(LINE.fullmatch, b)}
            merged.append(ask("merge", body, allowed, [b[0] for b in group]) or [b[0] for b in group])
        if len(merged) == 1: return merged[0], account
        lists = merged
    return lists[0], account
