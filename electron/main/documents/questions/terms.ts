import { foldedTokens } from '../../store/search/search-text.js'
import { isNumberWord, isQuestionWord } from './question-words.js'

/** The words of a text as the index of passages has them. */
export interface Terms {
  /** Folded words and numbers; in scripts without spaces, pairs of characters. */
  readonly words: readonly string[]
  /**
   * The words in pieces of four characters, shorter ones whole; in scripts without spaces, characters. By them "inspected"
   * finds "inspection", and "Miete" finds "Mietvertrag". Pieces of this length rank texts of European languages as well as
   * stemmers do, without one for each (McNamee and Mayfield, Information Retrieval 7, 2004).
   */
  readonly pieces: readonly string[]
}

const pieceLength = 4
/** The marks of such a script belong to its character. */
const withoutSpaces =
  /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u

export function termsOf(text: string): Terms {
  const words: string[] = []
  const pieces: string[] = []
  let before = ''
  for (const token of foldedTokens(text)) {
    if (!/[\p{L}\p{N}]/u.test(token)) {
      before = ''
    } else if (withoutSpaces.test(token)) {
      if (before !== '') words.push(before + token)
      pieces.push(token)
      before = token
    } else {
      before = ''
      words.push(token)
      for (const piece of piecesOf(token)) pieces.push(piece)
    }
  }
  return { words, pieces }
}

/** Of a question: a long text that someone pasted is about more than can be looked for. */
const maxWords = 60

export interface QuestionTerms extends Terms {
  /** The answer is an amount or a time, and so most likely has a figure. */
  readonly asksForNumber: boolean
}

/** The terms of a question that say what it is about. */
export function termsOfQuestion(question: string): QuestionTerms {
  const { words } = termsOf(question)
  const about = [...new Set(words)].filter((word) => !isQuestionWord(word) && !/^\p{L}$/u.test(word)).slice(0, maxWords)
  const pieces = about.flatMap((word) => termsOf(word).pieces)
  return { words: about, pieces, asksForNumber: words.some(isNumberWord) }
}

function piecesOf(word: string): readonly string[] {
  const characters = [...word]
  if (characters.length <= pieceLength) return [word]
  return Array.from({ length: characters.length - pieceLength + 1 }, (_, at) =>
    characters.slice(at, at + pieceLength).join(''),
  )
}
