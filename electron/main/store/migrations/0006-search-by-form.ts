import type { Migration } from './migration.js'

/** Every visible ASCII character is part of a token, as every other character is: search-text.ts makes the tokens. */
const tokens = `tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~'"`
const words = `exact, folded, content = '', contentless_delete = 1, ${tokens}`
const grams = `grams, content = '', contentless_delete = 1, detail = none, ${tokens}`

/** Indexes of words as they are written and as they are folded, and of pieces of words; empty, because filling takes long. */
export const searchByFormMigration: Migration = {
  version: 6,
  name: 'search-by-form',
  up(db) {
    db.exec(`
      DROP TABLE title_index;
      DROP TABLE message_index;
      CREATE VIRTUAL TABLE title_words USING fts5 (${words});
      CREATE VIRTUAL TABLE title_grams USING fts5 (${grams});
      CREATE VIRTUAL TABLE message_words USING fts5 (${words});
      CREATE VIRTUAL TABLE message_grams USING fts5 (${grams});
      CREATE VIRTUAL TABLE message_terms USING fts5vocab (message_words, row);
    `)
  },
}
