import type { Migration } from './migration.js'

/** As in 0006. */
const tokens = `tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~'"`
const words = `exact, folded, content = '', contentless_delete = 1, prefix = '1 2 3', ${tokens}`

/**
 * The indexes of words also have the first one, two and three characters of words: the first keys of a query are found
 * as quickly as a whole word. They are empty, and filled while the app runs. The index of the messages of a conversation
 * has their parents, so that a search sees without reading ten thousand messages whether any has versions.
 */
export const shortWordsMigration: Migration = {
  version: 15,
  name: 'short-words',
  up(db) {
    db.exec(`
      DROP TABLE message_terms;
      DROP TABLE title_words;
      DROP TABLE message_words;
      CREATE VIRTUAL TABLE title_words USING fts5 (${words});
      CREATE VIRTUAL TABLE message_words USING fts5 (${words});
      CREATE VIRTUAL TABLE message_terms USING fts5vocab (message_words, row);
      DELETE FROM search_progress;

      DROP INDEX messages_by_conversation;
      CREATE INDEX messages_by_conversation ON messages (conversation_id, parent_id);
    `)
  },
}
