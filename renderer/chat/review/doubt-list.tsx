import './review.css'
import { useEffect, useRef } from 'react'
import type { AssistantMessage } from '../../../contract/chat.js'
import { type DoubtfulWord, doubtfulBelow } from '../../../contract/doubts.js'
import { hideDoubts, useDoubts, type Weighed } from '../../stores/doubts.js'
import { cancelRun, useModels } from '../../stores/models.js'
import { Button } from '../../ui/button.js'
import { drawnDoubts } from './drawn-doubts.js'

/** A list of more words helps nobody. The least likely ones are listed, and all are marked. */
const maxListed = 40

/** The words of a reply that its model found unlikely. */
export function DoubtList({ message }: { readonly message: AssistantMessage }) {
  const weighed = useDoubts(({ byMessage }) => byMessage[message.id])
  const isOutdated = weighed !== undefined && weighed.text !== message.text
  // A reply that was changed has other words.
  useEffect(() => {
    if (isOutdated) hideDoubts(message.id)
  }, [isOutdated, message.id])
  return weighed && !isOutdated ? <List messageId={message.id} weighed={weighed} /> : null
}

interface ListProps {
  readonly messageId: string
  readonly weighed: Weighed
}

function List({ messageId, weighed }: ListProps) {
  const { text, doubts } = weighed
  const list = useRef<HTMLDivElement>(null)
  const entry = useModels(({ queue }) =>
    queue.find(({ purpose, targetId }) => purpose === 'weigh' && targetId === messageId),
  )
  const show = (word: DoubtfulWord) => {
    const part = list.current?.closest('article')?.querySelector('[data-part="answer"]')
    const range = part && doubts && drawnDoubts(part, weighed)[doubts.words.indexOf(word)]
    if (!range) return
    range.startContainer.parentElement?.scrollIntoView({ block: 'center' })
    getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list and its buttons, and no form
    <div ref={list} className="claims" role="group" aria-label="Doubtful words">
      <div className="claims-bar">
        <span role="status">{doubts ? doubtsInWords(doubts.words.length) : 'The model reads this reply again…'}</span>
        {doubts ? (
          <Button kind="quiet" onClick={() => hideDoubts(messageId)}>
            Hide
          </Button>
        ) : (
          entry && (
            <Button kind="quiet" onClick={() => cancelRun(entry.id)}>
              Stop reading
            </Button>
          )
        )}
      </div>
      {doubts && doubts.words.length > 0 && (
        <ul className="doubts">
          {leastLikely(doubts.words).map((word) => (
            <li key={word.start}>
              <button type="button" className="doubt" dir="auto" onClick={() => show(word)}>
                {text.slice(word.start, word.end)}
                <span className="doubt-chance">{chanceInWords(word.chance)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {doubts && <p className="review-hint">{hintFor(doubts.modelName, doubts.words.length)}</p>}
    </div>
  )
}

/** In the order of the text. */
const leastLikely = (words: readonly DoubtfulWord[]) =>
  words
    .toSorted((a, b) => a.chance - b.chance)
    .slice(0, maxListed)
    .toSorted((a, b) => a.start - b.start)

const doubtsInWords = (count: number) =>
  count === 0 ? 'No doubtful words' : count === 1 ? '1 doubtful word' : `${count} doubtful words`

const chanceInWords = (chance: number) => (chance < 0.01 ? 'under 1 %' : `${Math.round(chance * 100)} %`)

const hintFor = (modelName: string, count: number) =>
  [
    `${modelName} gave ${count === 0 ? 'every word' : 'the marked words'} a chance ${count === 0 ? 'of at least' : 'below'} ${doubtfulBelow * 100} %.`,
    'A low chance can also mean that there were other ways to say it, and a high one does not make it true.',
    ...(count > maxListed ? [`The ${maxListed} least likely are listed.`] : []),
  ].join(' ')
