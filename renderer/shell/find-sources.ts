import {
  Archive,
  CircleHelp,
  FileSpreadsheet,
  type LucideIcon,
  Moon,
  Plus,
  Printer,
  Redo2,
  RefreshCw,
  Search,
  Sun,
  SunMoon,
  Undo2,
  UserPlus,
} from 'lucide-react'
import { fitOf } from '../../shared/model/found.ts'
import { fold, searchWords } from '../../shared/model/text.ts'
import { commandsNow } from '../app/commands.ts'
import { useNavigation } from '../app/navigation.ts'
import { useSettings } from '../app/settings.ts'
import { codeFinds } from '../features/access-codes/index.ts'
import { assessmentFinds } from '../features/assessments/index.ts'
import { certificateFinds } from '../features/certificates/index.ts'
import type { FindEntry, FindSource } from '../features/find/index.ts'
import { gradebookFinds } from '../features/gradebook/index.ts'
import { redo, undo } from '../features/local-changes/index.ts'
import { usePeople } from '../features/people/index.ts'
import { questionFinds } from '../features/question-bank/index.ts'
import { useResults } from '../features/results/index.ts'
import { studentFinds } from '../features/students/index.ts'
import { testFinds } from '../features/tests/index.ts'
import { viewFinds } from '../features/views/index.ts'
import { t } from '../format/words.ts'
import { firstKeys, type ShortcutId, screenKeys } from '../ui/shortcuts.ts'
import { offeredScreens, openScreen } from './screens.tsx'

/** Entries in whose words each word of the text begins one: a few letters within mean something else. */
function named(entries: readonly FindEntry[], text: string): readonly FindEntry[] {
  const asked = searchWords(text)
  return asked === null ? [] : entries.filter(({ words }) => fitOf(asked, fold(words)) === 0)
}

const commandIcons: { readonly [Id in ShortcutId]?: LucideIcon } = {
  sync: RefreshCw,
  export: FileSpreadsheet,
  print: Printer,
}

const themes = { system: SunMoon, light: Sun, dark: Moon } as const

/** What the window can do: on the screen shown, and anywhere. */
function actions(): readonly FindEntry[] {
  const { openDialog, go } = useNavigation.getState()
  const { settings, change } = useSettings.getState()
  const now = commandsNow().map(
    ({ id, words, run }): FindEntry => ({
      ...{ id, words, keys: firstKeys(id) },
      icon: commandIcons[id] ?? Search,
      open: run,
    }),
  )
  const others = (['system', 'light', 'dark'] as const).filter((theme) => theme !== settings.theme)
  return [
    ...now,
    { id: 'undo', words: t('localChanges.undo'), keys: firstKeys('undo'), icon: Undo2, open: () => void undo() },
    { id: 'redo', words: t('localChanges.redo'), keys: firstKeys('redo'), icon: Redo2, open: () => void redo() },
    {
      id: 'add',
      words: t('people.add.open'),
      icon: UserPlus,
      open: () => {
        go('students')
        usePeople.getState().open({ at: 'add' })
      },
    },
    { id: 'connect', words: t('sidebar.addAccount'), icon: Plus, open: () => openDialog({ kind: 'connect' }) },
    { id: 'backup', words: t('backups.save'), icon: Archive, open: () => openDialog({ kind: 'save-backup' }) },
    ...others.map(
      (theme): FindEntry => ({
        id: `theme ${theme}`,
        words: t('find.theme', { theme: t(`settings.choices.theme.${theme}`) }),
        icon: themes[theme],
        open: () => void change({ theme }),
      }),
    ),
    {
      ...{ id: 'help', words: t('help.open'), keys: firstKeys('help'), icon: CircleHelp },
      open: () => openDialog({ kind: 'help' }),
    },
  ]
}

/** All screens but those that are offered as left last. */
function otherScreens(): readonly FindEntry[] {
  const recent = recentScreens().map(({ id }) => id)
  return screenEntries().filter(({ id }) => !recent.includes(recentId(id)))
}

const recentId = (id: string): string => `recent ${id}`

const screenEntries = (): readonly FindEntry[] =>
  offeredScreens().map(({ id, title, icon, shortcut }) => ({
    ...{ id, words: title(), keys: screenKeys(shortcut), icon },
    open: () => openScreen(id),
  }))

const searchResults = (text: string): FindEntry => ({
  id: 'search results',
  words: t('find.results', { text: text.trim() }),
  icon: Search,
  always: true,
  open: () => {
    useResults.getState().setFilter([{ field: 'search', op: 'contains', value: text.trim() }])
    useNavigation.getState().go('results')
  },
})

/** How many screens of those left last are offered. */
const mostRecent = 3

/** Screens left last, the latest first, without the one that is shown. */
function recentScreens(): readonly FindEntry[] {
  const { visits, screen } = useNavigation.getState()
  const left = [...new Set(visits.map((visit) => visit.screen).toReversed())].filter((each) => each !== screen)
  return left
    .flatMap((each) => screenEntries().filter(({ id }) => id === each))
    .slice(0, mostRecent)
    .map((entry) => ({ ...entry, id: recentId(entry.id) }))
}

const recent: FindSource = {
  id: 'recent',
  title: () => t('find.recent'),
  entries: () => [],
  idle: () => [...(studentFinds.idle?.() ?? []), ...(testFinds.idle?.() ?? []), ...recentScreens()],
}

const withoutIdle = ({ id, title, entries }: FindSource): FindSource => ({ id, title, entries })

/**
 * Everything that Find finds, in the order of its groups. A feature brings a source through its index.ts, and a line
 * here gives it its place.
 */
export const findSources: readonly FindSource[] = [
  recent,
  withoutIdle(studentFinds),
  withoutIdle(testFinds),
  assessmentFinds,
  questionFinds,
  certificateFinds,
  codeFinds,
  gradebookFinds,
  viewFinds,
  {
    id: 'screens',
    title: () => t('find.screens'),
    entries: ({ text }) => named(screenEntries(), text),
  },
  {
    id: 'actions',
    title: () => t('find.actions'),
    entries: ({ text }) => [...named(actions(), text), searchResults(text)],
    idle: actions,
  },
  // Before anything is typed, below what can be done: a press in the sidebar leads to them, too.
  { id: 'other screens', title: () => t('find.screens'), entries: () => [], idle: otherScreens },
]
