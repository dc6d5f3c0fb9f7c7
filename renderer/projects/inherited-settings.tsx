import './inherited-settings.css'
import { chainOf, type Inherited, inheritedFrom } from '../../contract/project.js'
import { replySettings } from '../../contract/settings.js'
import { openConversationOf, useConversations } from '../stores/conversations.js'
import { useFolders } from '../stores/folders.js'
import { useLentDocuments } from '../stores/lent-documents.js'
import { inheritSettings } from '../stores/reply-settings.js'
import { Button } from '../ui/button.js'
import { plural } from '../ui/words.js'

const nameOf = ({ name }: Inherited) => (name === 'model' ? 'model' : replySettings[name].label.toLowerCase())

/** What the open conversation gets from its project, and what was chosen here in its place. */
export function InheritedSettings() {
  const conversation = useConversations(openConversationOf)
  const own = useConversations(({ transcript }) => transcript?.ownNames)
  const folders = useFolders((state) => state.folders)
  const given = inheritedFrom(chainOf(folders, conversation?.folderId))
  const lent = useLentDocuments()
  if (!conversation || given.length + lent.length === 0) return null
  const isOwn = ({ name }: Inherited) => own?.includes(name) === true
  const replaced = given.filter(isOwn)
  return (
    <div className="inherited-settings">
      {groupsOf(given.filter((each) => !isOwn(each))).map(({ folder, names }) => (
        <p key={folder.id}>
          From <bdi>{folder.name}</bdi>: {names.join(', ')}
        </p>
      ))}
      {lent.map(({ folder, documents }) => (
        <p key={`documents of ${folder.id}`}>
          From <bdi>{folder.name}</bdi>: {plural(documents.length, 'document')}
        </p>
      ))}
      {replaced.length > 0 && (
        <p>
          Set here instead: {replaced.map(nameOf).join(', ')}
          <Button
            kind="quiet"
            onClick={() =>
              inheritSettings(
                conversation.id,
                replaced.map(({ name }) => name),
              )
            }
          >
            Use the project’s
          </Button>
        </p>
      )}
    </div>
  )
}

function groupsOf(given: readonly Inherited[]) {
  const folders = [...new Map(given.map(({ folder }) => [folder.id, folder])).values()]
  return folders.map((folder) => ({
    folder,
    names: given.filter((each) => each.folder.id === folder.id).map(nameOf),
  }))
}
