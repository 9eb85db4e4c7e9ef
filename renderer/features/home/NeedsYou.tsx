import {
  CalendarX,
  CircleAlert,
  Diff,
  FileQuestion,
  FileQuestionMark,
  KeyRound,
  type LucideIcon,
  SquarePen,
  Users,
} from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { changedSentence, gradingSentence } from '../../../shared/digest-page.ts'
import { digestWords } from '../../../shared/locales/digest.en.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import { lookedAt, useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useNavigation } from '../../app/navigation.ts'
import { rangeWords, shortDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { answerIt, openAssessments, useAssessmentsBadge } from '../assessments/index.ts'
import { namesOf, usePeople } from '../people/index.ts'
import { openBank } from '../question-bank/index.ts'
import { needsSignIn, usePill } from '../sync/index.ts'
import { HomeList, HomeRow } from './HomeList.tsx'
import styles from './HomeScreen.module.css'
import { changedSince, openPart, openResults } from './home.ts'

interface Need {
  readonly id: string
  readonly icon: LucideIcon
  readonly title: string
  readonly sentence: string
  readonly aside?: ReactNode
  open(): void
}

/** What waits for the teacher, a line each; a line goes when it is done. */
export function NeedsYou({ digest }: { readonly digest: Digest }) {
  const needs = [
    ...useAccountNeeds(),
    ...useResultNeeds(digest),
    ...useAssessmentNeeds(),
    ...useIdentityNeed(),
    ...useFetchNeeds(digest),
  ]
  return (
    <HomeList
      figure={needs.length}
      of={t('home.needs', { count: needs.length })}
      hint={t(needs.length === 0 ? 'home.needsNothing' : 'home.needsHint')}
      region="needs"
    >
      <ul className={styles.rows}>
        {needs.map(({ id, icon: Icon, title, sentence, open }) => (
          <HomeRow key={id} mark={<Icon aria-hidden />} title={title} sentence={sentence} onOpen={open} />
        ))}
      </ul>
    </HomeList>
  )
}

/** Accounts that cannot be synced until somebody does something. */
function useAccountNeeds(): Need[] {
  const { pills } = usePill()
  const { go, openDialog } = useNavigation()
  return pills.flatMap(({ account: { id, name, service }, state }): Need[] => {
    if (needsSignIn(state))
      return [
        {
          id: `secret ${id}`,
          icon: CircleAlert,
          title: t(service === 'assessments' ? 'home.signIn' : 'home.secret', { name }),
          sentence: t('home.secretHint'),
          open: () => openDialog({ kind: 'secret', accountId: id }),
        },
      ]
    if (state.kind === 'failed')
      return [
        {
          id: `failed ${id}`,
          icon: CircleAlert,
          title: t('home.failed', { name }),
          sentence: t('home.failedHint'),
          open: () => go('activity'),
        },
      ]
    return []
  })
}

function useResultNeeds(digest: Digest): Need[] {
  const now = useClock((state) => state.now)
  const zone = useAccounts((state) => zoneOf(state.accounts, lookedAt(state)[0]?.id ?? null))
  const { needsGrading, leftOutToGrade, oldestToGrade, changed } = digest
  const needs: Need[] = []
  if (needsGrading > 0)
    needs.push({
      id: 'grading',
      icon: SquarePen,
      title: digestWords('toGrade', { count: needsGrading }),
      sentence: gradingSentence(digest, oldestToGrade === null ? null : shortDate(oldestToGrade, now, zone)),
      open: () => {
        // The list goes on by itself where it needs no picking: what is graded leaves it.
        if (leftOutToGrade === 0) openResults(toGrade)
        else void openPart({ part: 'needs-grading' }, toGrade)
      },
    })
  if (changed > 0)
    needs.push({
      id: 'changed',
      icon: Diff,
      title: digestWords('changed', { count: changed }),
      sentence: changedSentence(digest),
      open: () => void openPart({ part: 'changed' }, changedSince(digest)),
    })
  return needs
}

const toGrade = [{ field: 'grading', op: 'is', value: true }] as const

/** What only the teacher can decide about assessments: answers that were lost, and drafts that are not published. */
function useAssessmentNeeds(): Need[] {
  const { lost, drafts } = useAssessmentsBadge()
  const needs: Need[] = []
  const [first] = lost
  if (first !== undefined)
    needs.push({
      id: 'lost',
      icon: CircleAlert,
      title: t('assessments.needs.lost', { count: lost.length }),
      sentence: t('assessments.needs.lostHint'),
      open: () => {
        openAssessments({})
        void answerIt(first)
      },
    })
  if (drafts > 0)
    needs.push({
      id: 'drafts',
      icon: FileQuestion,
      title: t('assessments.needs.drafts', { count: drafts }),
      sentence: t('assessments.needs.draftsHint'),
      open: () => openAssessments({ tab: 'drafts' }),
    })
  return needs
}

/** Students who are perhaps one person; the dialog opens over Home. */
function useIdentityNeed(): Need[] {
  const { inbox, load, open } = usePeople()
  useEffect(() => void load(), [load])
  const count = inbox?.count ?? 0
  const [first] = inbox?.suggestions ?? []
  if (count === 0 || first === undefined) return []
  const { one, other } = namesOf(first)
  return [
    {
      id: 'inbox',
      icon: Users,
      title: t('home.inbox', { count }),
      sentence: one === other ? t('home.inboxSame', { name: one }) : t('home.inboxPair', { one, other }),
      open: () => open({ at: 'inbox' }),
    },
  ]
}

/** What is still to be sent, or could not be fetched. */
function useFetchNeeds({ codesWaiting, questionsWaiting, gaps: gapCount }: Digest): Need[] {
  const now = useClock((state) => state.now)
  const accounts = useAccounts()
  const go = useNavigation((state) => state.go)
  const looked = lookedAt(accounts)
  const statuses = accounts.statuses.filter(({ id }) => looked.some((account) => account.id === id))
  const gaps = statuses.flatMap((status) =>
    status.gaps.map((gap) => ({ ...gap, zone: zoneOf(accounts.accounts, status.id) })),
  )
  const unreadable = statuses.reduce((sum, status) => sum + status.unreadable, 0)
  const needs: Need[] = []
  if (codesWaiting > 0)
    needs.push({
      id: 'codes',
      icon: KeyRound,
      title: digestWords('codes', { count: codesWaiting }),
      sentence: t('home.codesHint'),
      open: () => go('access-codes'),
    })
  if (questionsWaiting > 0)
    needs.push({
      id: 'questions',
      icon: FileQuestion,
      title: digestWords('bank', { count: questionsWaiting }),
      sentence: t('home.bankHint'),
      open: () => openBank({ tab: 'waiting' }),
    })
  const [gap] = gaps
  if (gapCount > 0)
    needs.push({
      id: 'gaps',
      icon: CalendarX,
      title: digestWords('gaps', { count: gapCount }),
      sentence:
        gap !== undefined && gaps.length === 1
          ? t('home.gapRange', {
              range: `${t(`home.coverage.${gap.feed}`)}, ${rangeWords(gap.from, gap.to, now, gap.zone)}`,
            })
          : t('home.gapsFeeds'),
      open: () => go('activity'),
    })
  if (unreadable > 0)
    needs.push({
      id: 'unreadable',
      icon: FileQuestionMark,
      title: t('home.unreadable', { count: unreadable }),
      sentence: t('home.unreadableHint'),
      open: () => go('activity'),
    })
  return needs
}
