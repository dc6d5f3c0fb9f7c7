import { ChevronDown, SlidersHorizontal } from 'lucide-react'
import { useRef, useState } from 'react'
import { InheritedSettings } from '../projects/inherited-settings.js'
import { changeReplySettings, useReplySettings } from '../stores/reply-settings.js'
import { openSettings, savePreset, useSettings } from '../stores/settings.js'
import { setConversationSettingsOpen, showPrompt, useView } from '../stores/view.js'
import { useEfforts } from '../stores/wanted-model.js'
import { Button } from '../ui/button.js'
import { drawThenFocus } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { InlineEdit } from '../ui/inline-edit.js'
import { Menu, type MenuEntry } from '../ui/menu.js'
import { Popover } from '../ui/popover.js'
import { ReplySettingsForm } from './reply-settings-form.js'
import { isSame } from './reply-settings-words.js'

/** The toolbar button and panel for the reply settings of the open conversation. */
export function ConversationSettings() {
  const isOpen = useView((state) => state.isConversationSettingsOpen)
  const defaults = useSettings(({ settings }) => settings.defaults)
  const isChanged = !isSame(useReplySettings().settings, defaults)
  const button = useRef<HTMLButtonElement>(null)
  const close = () =>
    drawThenFocus(
      () => setConversationSettingsOpen(false),
      () => button.current,
    )
  return (
    <>
      <IconButton
        ref={button}
        label="Conversation settings"
        // Not in the label: the accessible name must not change while the user types in the panel.
        aria-description={isChanged ? 'changed' : undefined}
        data-tip={isChanged ? 'Conversation settings, changed' : 'Conversation settings'}
        className={isChanged ? 'settings-changed' : ''}
        aria-expanded={isOpen}
        onClick={() => setConversationSettingsOpen(!isOpen)}
      >
        <SlidersHorizontal />
      </IconButton>
      {isOpen && (
        <Popover
          label="Conversation settings"
          anchor={button}
          firstFocus="textarea"
          onClose={() => setConversationSettingsOpen(false)}
        >
          <Panel onClose={close} />
        </Popover>
      )}
    </>
  )
}

function Panel({ onClose }: { readonly onClose: () => void }) {
  const own = useReplySettings()
  const { conversationId, settings } = own
  const efforts = useEfforts()
  // Closes first: the next window or sheet then returns the focus to the button.
  const leaveTo = (open: () => void) => () => {
    onClose()
    open()
  }
  return (
    <div className="conversation-settings">
      <InheritedSettings />
      <Presets />
      <ReplySettingsForm
        key={conversationId}
        value={settings}
        efforts={efforts}
        onChange={(change) => changeReplySettings(own, change)}
      />
      <div className="settings-bar">
        {conversationId !== null && (
          <Button onClick={leaveTo(() => showPrompt({ conversationId }))}>Show prompt</Button>
        )}
        <Button kind="quiet" onClick={leaveTo(openSettings)}>
          Settings…
        </Button>
      </div>
    </div>
  )
}

function Presets() {
  const presets = useSettings((state) => state.presets)
  const own = useReplySettings()
  const [isNaming, setNaming] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const endNaming = (isLeft: boolean) =>
    isLeft
      ? setNaming(false)
      : drawThenFocus(
          () => setNaming(false),
          () => button.current,
        )
  const entries: readonly MenuEntry[] = [
    ...presets.map((preset) => ({
      section: 'Apply',
      label: preset.name,
      run: () => changeReplySettings(own, preset.settings),
    })),
    { label: 'Save as preset…', run: () => setNaming(true) },
  ]
  if (isNaming) {
    return (
      <InlineEdit label="Preset name" value="" onSave={(name) => savePreset(name, own.settings)} onEnd={endNaming} />
    )
  }
  return (
    <Menu entries={entries}>
      <Button ref={button} className="presets-button">
        Presets
        <ChevronDown />
      </Button>
    </Menu>
  )
}
