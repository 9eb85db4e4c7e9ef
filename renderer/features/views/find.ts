import { Bookmark } from 'lucide-react'
import { fitOf } from '../../../shared/model/found.ts'
import { fold, searchWords } from '../../../shared/model/text.ts'
import { t } from '../../format/words.ts'
import type { FindSource } from '../find/index.ts'
import { openView, useViews } from './views.ts'

/** Saved views for Find, by their names. */
export const viewFinds: FindSource = {
  id: 'views',
  title: () => t('views.heading'),
  entries({ text }) {
    const words = searchWords(text)
    if (words === null) return []
    return (useViews.getState().views ?? [])
      .filter(({ name }) => fitOf(words, fold(name)) < 2)
      .map(({ id, name }) => ({ id: String(id), words: name, icon: Bookmark, open: () => openView(id) }))
  },
}
