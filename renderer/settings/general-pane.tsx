import { Fragment, type ReactElement, useId } from 'react'
import { trashDays } from '../../contract/order.js'
import { type GeneralSettingName, generalSettingNames } from '../../contract/settings.js'
import { textScaleSteps } from '../../contract/view.js'
import { setTextScaleForAll, useView } from '../stores/view.js'
import { ChoiceControl } from './choice-control.js'
import { LineControl } from './line-control.js'
import { SwitchControl } from './switch-control.js'
import { UpdatesControl } from './updates-control.js'

/** The control of each app setting, in the order of the table. */
const controls: Readonly<Record<GeneralSettingName, ReactElement>> = {
  appearance: (
    <>
      <ChoiceControl name="appearance" label="Appearance" />
      <TextSize />
    </>
  ),
  opensAtStart: <ChoiceControl name="opensAtStart" label="Opens with" />,
  replyLanguage: (
    <ChoiceControl name="replyLanguage" label="Replies in">
      A sentence is added to the instructions of every conversation. Small models may not follow it.
    </ChoiceControl>
  ),
  notifiesOfEnds: (
    <SwitchControl name="notifiesOfEnds" heading="Notifications" label="Tell me when a reply is finished">
      Only while another app is in front. It shows the title of the conversation, and a click opens it.
    </SwitchControl>
  ),
  quickEntry: (
    <ChoiceControl name="quickEntry" label="Quick entry">
      These keys open a small window for one question, from any app. Its answer is a new conversation.
    </ChoiceControl>
  ),
  writesTitles: (
    <SwitchControl name="writesTitles" heading="Titles" label="The model writes titles">
      It writes in the background, when it has nothing else to do. When off, a title is the first words of the
      conversation. Titles that you write are never changed. The demonstration model writes none.
    </SwitchControl>
  ),
  remindsOfOversight: (
    <SwitchControl name="remindsOfOversight" heading="Oversight" label="Remind me below medical and legal replies">
      Words in the question and the reply decide, on this computer. The model card asks for human supervision there.
    </SwitchControl>
  ),
  reviewerName: (
    <LineControl name="reviewerName" label="Your name">
      For signing off replies that you have reviewed. It is kept on this computer.
    </LineControl>
  ),
  emptiesTrash: (
    <SwitchControl
      name="emptiesTrash"
      heading="Trash"
      label={`Delete what has been in the Trash for ${trashDays} days`}
    >
      When off, conversations stay in the Trash until you delete them. Backups keep them for some weeks longer.
    </SwitchControl>
  ),
  updatesItself: <UpdatesControl />,
}

export function GeneralPane() {
  return generalSettingNames.map((name) => <Fragment key={name}>{controls[name]}</Fragment>)
}

function TextSize() {
  const scale = useView(({ view }) => view.textScale)
  const id = useId()
  return (
    <div className="setting">
      <label htmlFor={id}>Text size</label>
      <select
        id={id}
        className="setting-field setting-select"
        value={scale}
        onChange={({ target }) => setTextScaleForAll(Number(target.value))}
      >
        {textScaleSteps.map((step) => (
          <option key={step} value={step}>
            {step === 100 ? '100 % (actual size)' : `${step} %`}
          </option>
        ))}
      </select>
    </div>
  )
}
