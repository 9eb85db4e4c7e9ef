import { Users } from 'lucide-react'
import { useEffect } from 'react'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { AddDialog } from './AddDialog.tsx'
import { EraseDialog } from './EraseDialog.tsx'
import { InboxDialog } from './InboxDialog.tsx'
import { NameDialog } from './NameDialog.tsx'
import { usePeople } from './people.ts'

/** The dialog on people that is open, if any; to stand once in a screen that opens them. */
export function PeopleDialogs() {
  const { dialog, close } = usePeople()
  if (dialog === null) return null
  if (dialog.at === 'inbox') return <InboxDialog />
  if (dialog.at === 'add') return <AddDialog onClose={close} />
  if (dialog.at === 'name') return <NameDialog of={dialog.of} onClose={close} />
  return <EraseDialog of={dialog.of} onErased={dialog.onErased} onClose={close} />
}

/** Opens the inbox; says how many wait in it. */
export function InboxButton() {
  const { inbox, load, open } = usePeople()
  useEffect(() => void load(), [load])
  const count = inbox?.count ?? 0
  return (
    <Button icon={Users} onPress={() => open({ at: 'inbox' })}>
      {count === 0 ? t('people.inbox.open') : t('people.inbox.openCount', { count })}
    </Button>
  )
}
