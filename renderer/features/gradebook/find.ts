import { Table2 } from 'lucide-react'
import { fitOf } from '../../../shared/model/found.ts'
import { fold, searchWords } from '../../../shared/model/text.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import type { FindSource } from '../find/index.ts'
import { useSaved } from './saved.ts'

async function openSaved(id: number): Promise<void> {
  useNavigation.getState().go('gradebook')
  const { start, open } = useSaved.getState()
  await start()
  open(id)
}

/** Saved gradebooks for Find, by their names. */
export const gradebookFinds: FindSource = {
  id: 'gradebooks',
  title: () => t('gradebook.savedOnes'),
  entries({ text }) {
    const words = searchWords(text)
    if (words === null) return []
    return (useSaved.getState().gradebooks ?? [])
      .filter(({ name, definition }) => definition !== null && fitOf(words, fold(name)) < 2)
      .map(({ id, name }) => ({ id: String(id), words: name, icon: Table2, open: () => void openSaved(id) }))
  },
  idle() {
    // They are few and read once, before the first letter.
    if (useSaved.getState().gradebooks === null) void useSaved.getState().load()
    return []
  },
}
