import { DatabaseSync } from '@photostructure/sqlite'
import { isSeenIn } from './notes.mjs'

/**
 * Checks the database that the killed app left.
 * @param {string} file
 * @param {import('./notes.mjs').Notes} notes
 * @returns {{ problems: string[], lost: string[] }} errors that SQLite finds, and acknowledged text that is gone
 */
export function checkStore(file, notes) {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    return { problems: problemsOf(db), lost: lostOf(db, notes) }
  } finally {
    db.close()
  }
}

function problemsOf(db) {
  const damage = db.prepare('PRAGMA integrity_check').all()
  const orphans = db.prepare('PRAGMA foreign_key_check').all()
  return [
    ...damage.map((row) => row.integrity_check).filter((result) => result !== 'ok'),
    ...orphans.map(({ table, rowid }) => `Row ${rowid} of ${table} refers to a missing row.`),
  ]
}

/**
 * For how long text had been on the screen that the killed app has not stored; 0 when all of it is stored.
 * @param {string} file
 * @param {string} text the message
 * @param {readonly { at: number, message: string, answer: string, reasoning: string }[]} screens what was shown, and when
 * @param {number} killedAt
 */
export function lostStreamMs(file, text, screens, killedAt) {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const stored = storedReply(db, text) ?? { answer: '', reasoning: '' }
    const lost = screens.find(
      ({ message, answer, reasoning }) =>
        message.includes(text) && !(isSeenIn(answer, stored.answer) && isSeenIn(reasoning, stored.reasoning)),
    )
    return lost ? killedAt - lost.at : 0
  } finally {
    db.close()
  }
}

/** The replies to a message as they are stored; undefined when the message is not. */
function storedReply(db, text) {
  const row = db.prepare(`SELECT id FROM messages WHERE role = 'user' AND text = ?`).get(text)
  if (!row) return undefined
  const chunksOf = db.prepare('SELECT channel, text FROM chunks WHERE message_id = ? ORDER BY sequence')
  const stored = { answer: '', reasoning: '' }
  for (const reply of db
    .prepare(`SELECT id, text, reasoning FROM messages WHERE role = 'assistant' AND parent_id = ?`)
    .all(row.id)) {
    stored.answer += reply.text
    stored.reasoning += reply.reasoning
    for (const chunk of chunksOf.all(reply.id)) stored[chunk.channel] += chunk.text
  }
  return stored
}

function lostOf(db, notes) {
  const lost = []
  for (const [text, seen] of notes.messages) {
    const stored = storedReply(db, text)
    if (!stored) {
      lost.push(`The message “${start(text)}” is gone.`)
      continue
    }
    for (const channel of ['answer', 'reasoning']) {
      if (isSeenIn(seen[channel], stored[channel])) continue
      lost.push(
        `The ${channel} to “${start(text)}” showed “…${end(seen[channel])}” but is stored as “…${end(stored[channel])}”.`,
      )
    }
  }
  return lost
}

const start = (text) => text.slice(0, 40).replaceAll('\n', ' ')
const end = (text) => text.slice(-60).replaceAll('\n', ' ')
