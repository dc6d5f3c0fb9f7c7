import { Fragment, type ReactElement } from 'react'
import { trashDays } from '../../contract/order.js'
import { type GeneralSettingName, generalSettingNames } from '../../contract/settings.js'
import { SwitchControl } from './switch-control.js'

/** The control of each app setting, in the order of the table. */
const controls: Readonly<Record<GeneralSettingName, ReactElement>> = {
  writesTitles: (
    <SwitchControl name="writesTitles" heading="Titles" label="The model writes titles">
      It writes in the background, when it has nothing else to do. When off, a title is the first words of the
      conversation. Titles that you write are never changed. The demonstration model writes none.
    </SwitchControl>
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
}

export function GeneralPane() {
  return generalSettingNames.map((name) => <Fragment key={name}>{controls[name]}</Fragment>)
}
