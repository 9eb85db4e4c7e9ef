import {
  Activity,
  Award,
  BookOpen,
  ClipboardList,
  FileInput,
  GraduationCap,
  House,
  KeyRound,
  List,
  type LucideIcon,
  Settings,
  Table2,
  Users,
} from 'lucide-react'
import type { ComponentType } from 'react'
import type { Service } from '../../shared/model/account.ts'
import type { StudentRef, TestRef } from '../../shared/model/gradebook.ts'
import { useAccounts } from '../app/accounts.ts'
import { type FramedScreen, useNavigation } from '../app/navigation.ts'
import { AccessCodesScreen } from '../features/access-codes/index.ts'
import { ActivityScreen } from '../features/activity/index.ts'
import { AssessmentsScreen, useAssessmentsBadge } from '../features/assessments/index.ts'
import { CertificatesScreen, useCertificateCount } from '../features/certificates/index.ts'
import { GradebookScreen } from '../features/gradebook/index.ts'
import { HomeScreen } from '../features/home/index.ts'
import { ImportsScreen } from '../features/imports/index.ts'
import { BankScreen, useBankBadge } from '../features/question-bank/index.ts'
import { ResultsScreen, useResultCount } from '../features/results/index.ts'
import { SettingsScreen } from '../features/settings/index.ts'
import { StudentsScreen, useListedStudents } from '../features/students/index.ts'
import { TestsScreen, useTestCount } from '../features/tests/index.ts'
import { leaveViewOf } from '../features/views/index.ts'
import { t } from '../format/words.ts'
import { useWaitingCodes } from './WaitingLine.tsx'

/** Numbers beside a screen's name: how many rows it holds, and how many changes are not yet at ClassMarker. */
export interface ScreenBadge {
  readonly count?: number
  readonly waiting?: number
}

interface ScreenFacts {
  /** Its name in the sidebar. */
  readonly title: () => string
  readonly icon: LucideIcon
  /** The key that opens it together with Ctrl (Cmd). */
  readonly shortcut: string
  /** At the foot of the sidebar, apart from the screens that hold data. */
  readonly atFoot?: boolean
  /** The screen itself shows what keeps an account from syncing, so no notice above it does. */
  readonly tellsOfAccounts?: boolean
  /** The service it is about, where it is about one: it is offered only to who has an account there. */
  readonly service?: Service
  readonly useBadge: () => ScreenBadge
  readonly Screen: ComponentType
}

export interface ScreenEntry extends ScreenFacts {
  readonly id: FramedScreen
}

const noBadge: ScreenFacts['useBadge'] = () => ({})

declare module '../app/navigation.ts' {
  interface FramedScreens {
    home: null
    results: null
    tests: TestRef | null
    questions: null
    /** The one that is open beside the list, as a test of its account. */
    assessments: TestRef | null
    gradebook: null
    students: StudentRef | null
    certificates: null
    'access-codes': null
    activity: null
    imports: null
    settings: null
  }
}

/** What each screen is, in the sidebar's order: a new one is an entry here and its id above. */
const table: Readonly<Record<FramedScreen, ScreenFacts>> = {
  home: {
    title: () => t('home.title'),
    icon: House,
    shortcut: '1',
    useBadge: noBadge,
    Screen: HomeScreen,
  },
  results: {
    title: () => t('results.title'),
    icon: List,
    shortcut: '2',
    useBadge: () => ({ count: useResultCount() }),
    Screen: ResultsScreen,
  },
  gradebook: {
    title: () => t('gradebook.title'),
    icon: Table2,
    shortcut: '3',
    useBadge: noBadge,
    Screen: GradebookScreen,
  },
  students: {
    title: () => t('students.title'),
    icon: Users,
    shortcut: '4',
    useBadge: () => {
      const count = useListedStudents()
      return count === null ? {} : { count }
    },
    Screen: StudentsScreen,
  },
  tests: {
    title: () => t('tests.title'),
    icon: ClipboardList,
    shortcut: '5',
    useBadge: () => ({ count: useTestCount() }),
    Screen: TestsScreen,
  },
  questions: {
    title: () => t('bank.title'),
    icon: BookOpen,
    shortcut: 'B',
    service: 'classmarker',
    useBadge: () => ({
      count: useBankBadge((state) => state.count),
      waiting: useBankBadge((state) => state.waiting),
    }),
    Screen: BankScreen,
  },
  assessments: {
    title: () => t('assessments.title'),
    icon: GraduationCap,
    shortcut: 'J',
    service: 'assessments',
    useBadge: () => {
      const { count, waiting } = useAssessmentsBadge()
      // Beside both numbers there is no room for the name.
      return waiting > 0 ? { waiting } : { count }
    },
    Screen: AssessmentsScreen,
  },
  certificates: {
    title: () => t('certificates.title'),
    icon: Award,
    shortcut: '6',
    service: 'classmarker',
    useBadge: () => ({ count: useCertificateCount((state) => state.total) ?? 0 }),
    Screen: CertificatesScreen,
  },
  'access-codes': {
    title: () => t('accessCodes.title'),
    icon: KeyRound,
    shortcut: '7',
    service: 'classmarker',
    useBadge: () => ({ waiting: useWaitingCodes((state) => state.count) }),
    Screen: AccessCodesScreen,
  },
  activity: {
    title: () => t('activity.title'),
    icon: Activity,
    shortcut: '8',
    useBadge: noBadge,
    Screen: ActivityScreen,
  },
  imports: {
    title: () => t('imports.title'),
    icon: FileInput,
    shortcut: '9',
    // Webhooks, CSV files and saved answers are ClassMarker's.
    service: 'classmarker',
    useBadge: noBadge,
    Screen: ImportsScreen,
  },
  settings: {
    title: () => t('settings.title'),
    icon: Settings,
    shortcut: ',',
    atFoot: true,
    tellsOfAccounts: true,
    useBadge: noBadge,
    Screen: SettingsScreen,
  },
}

/** Every screen beside the sidebar, in the sidebar's order. */
export const screens: readonly ScreenEntry[] = Object.entries(table).map(([id, facts]) => ({
  id: id as FramedScreen,
  ...facts,
}))

type Accounts = ReturnType<typeof useAccounts.getState>['accounts']

/** Whether a screen has something to show: one that is about a service needs an account there; before the first, ClassMarker's. */
const isOffered = ({ service }: ScreenEntry, accounts: Accounts): boolean => {
  if (service === undefined) return true
  const isAny = (accounts?.length ?? 0) > 0
  return isAny ? (accounts ?? []).some((account) => account.service === service) : service === 'classmarker'
}

/** The screens that are offered now. */
export const offeredScreens = (): readonly ScreenEntry[] => {
  const { accounts } = useAccounts.getState()
  return screens.filter((screen) => isOffered(screen, accounts))
}

/** The same, followed as accounts come and go. */
export function useOfferedScreens(): readonly ScreenEntry[] {
  const accounts = useAccounts((state) => state.accounts)
  return screens.filter((screen) => isOffered(screen, accounts))
}

/** Opens a screen from the sidebar or by its key; a list that shows a view, without it. */
export function openScreen(id: FramedScreen): void {
  leaveViewOf(id)
  useNavigation.getState().go(id)
}
