import './filter-section.css'
import { Fragment, type ReactElement, useEffect } from 'react'
import { answerRules, defaultPolicy, maxPolicyLength } from '../../contract/content-filter.js'
import type { FilterSettingName } from '../../contract/settings.js'
import { loadFilterModel, useFilter } from '../stores/filter.js'
import { useModels } from '../stores/models.js'
import { changeSettings, useSettings } from '../stores/settings.js'
import { Button } from '../ui/button.js'
import { Disclosure } from '../ui/disclosure.js'
import { ChoiceControl } from './choice-control.js'
import { filterModelWords } from './filter-words.js'
import { SwitchControl } from './switch-control.js'
import { TextField } from './text-setting.js'

/** The control of each setting that only matters while the filter is on. */
const controls: Readonly<Record<Exclude<FilterSettingName, 'contentFilter'>, ReactElement>> = {
  filterSubject: <ChoiceControl name="filterSubject" label="Checks" />,
  filterTime: (
    <ChoiceControl name="filterTime" label="When">
      Before: what is flagged or can’t be checked waits until you send or show it anyway. Afterwards: nothing waits.
    </ChoiceControl>
  ),
  filterPolicy: <Policy />,
}

/** The content filter: its limits and its cost stand beside the switch, before it is turned on. */
export function FilterSection() {
  const isOn = useSettings(({ settings }) => settings.contentFilter)
  return (
    <section className="filter-section" aria-label="Content filter">
      <SwitchControl name="contentFilter" heading="Content filter" label="Check messages with a policy of mine">
        A model reads each message with your policy. It can be wrong in both directions, and a text can talk it into a
        wrong answer. It sees one message at a time: not what was said before, and no documents. Summaries, batches and
        titles are not checked. No text is ever changed.
      </SwitchControl>
      <CheckedBy />
      {isOn && Object.entries(controls).map(([name, control]) => <Fragment key={name}>{control}</Fragment>)}
    </section>
  )
}

function CheckedBy() {
  const model = useFilter((state) => state.model)
  const settings = useSettings((state) => state.settings)
  const choice = useModels((state) => state.choice)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice of models may have another model that checks
  useEffect(loadFilterModel, [choice])
  return (
    <div className="setting setting-tall">
      <span>Checked by</span>
      <div>
        {model && filterModelWords(model, settings).map((words) => <p key={words}>{words}</p>)}
        {model && choice?.models.find(({ id }) => id === model.model.id)?.isDemo && (
          <p>It is too small to decide anything: get a real model first.</p>
        )}
      </div>
    </div>
  )
}

function Policy() {
  const policy = useSettings(({ settings }) => settings.filterPolicy)
  const isOwn = policy === defaultPolicy
  const save = (filterPolicy: string) => void changeSettings(() => ({ filterPolicy }))
  return (
    <>
      <TextField
        label="Policy"
        maxLength={maxPolicyLength}
        value={policy}
        onChange={(filterPolicy) => save(filterPolicy)}
      />
      <p className="filter-hint">
        Say what to decide, what the words mean, what violates and what does not, each under its heading, with short
        rules and examples of both. 300 to 500 words are enough.
      </p>
      <Disclosure label="What Parley adds" isSet={false}>
        <pre className="filter-added">{answerRules}</pre>
      </Disclosure>
      <Button
        className="settings-restore"
        aria-disabled={isOwn}
        onClick={isOwn ? undefined : () => save(defaultPolicy)}
      >
        Restore Parley’s policy
      </Button>
    </>
  )
}
