import './welcome.css'
import { Braces, CircleHelp, Feather, FileText, Laugh, Table2 } from 'lucide-react'
import { FirstModel } from '../models/first-model.js'
import { privacyLine } from '../models/model-line.js'
import { pickDocuments } from '../stores/adding-files.js'
import { isReplying, sendMessage, useConversations } from '../stores/conversations.js'
import { reportError } from '../stores/view.js'

const starters = [
  { icon: <CircleHelp />, label: 'What can you do?' },
  { icon: <Feather />, label: 'Write a short poem' },
  { icon: <Table2 />, label: 'Show me a small table' },
  { icon: <Braces />, label: 'Show me a Python loop' },
  { icon: <Laugh />, label: 'Tell me a joke' },
] as const

interface WelcomeProps {
  /** There are no conversations yet. */
  readonly isFirst: boolean
  readonly platform: string
}

/** Shown in a new conversation, before the first message. */
export function Welcome({ isFirst, platform }: WelcomeProps) {
  const start = (text: string) => {
    // The second click of a double click.
    if (isReplying(useConversations.getState())) return
    sendMessage(text).catch(reportError)
  }
  return (
    <section className="welcome" aria-labelledby="welcome-question">
      <div className="welcome-inner">
        <h2 id="welcome-question" className="welcome-question">
          What are you working on?
        </h2>
        <FirstModel platform={platform} />
        <div className="welcome-starters">
          {starters.map(({ icon, label }) => (
            <button key={label} type="button" className="welcome-starter" onClick={() => start(label)}>
              {icon}
              {label}
            </button>
          ))}
          <button type="button" className="welcome-starter" onClick={() => void pickDocuments()}>
            <FileText />
            Summarise a document
          </button>
        </div>
        <p className="welcome-drop">or drop a document here</p>
        {isFirst && <p className="welcome-privacy">{privacyLine(platform)}</p>}
      </div>
    </section>
  )
}
