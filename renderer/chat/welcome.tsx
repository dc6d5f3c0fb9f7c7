import './welcome.css'
import { FirstModel } from '../models/first-model.js'
import { privacyLine } from '../models/model-line.js'
import { Starters } from '../tasks/starters.js'

interface WelcomeProps {
  /** There are no conversations yet. */
  readonly isFirst: boolean
  readonly platform: string
}

/** Shown in a new conversation, before the first message. */
export function Welcome({ isFirst, platform }: WelcomeProps) {
  return (
    <section className="welcome" aria-labelledby="welcome-question">
      <div className="welcome-inner">
        <h2 id="welcome-question" className="welcome-question">
          What are you working on?
        </h2>
        <FirstModel platform={platform} />
        <Starters />
        <p className="welcome-drop">or drop a document here</p>
        {isFirst && <p className="welcome-privacy">{privacyLine(platform)}</p>}
      </div>
    </section>
  )
}
