import { Activity, Award, KeyRound, List, type LucideIcon, Settings } from 'lucide-react'
import type { ComponentType } from 'react'
import { AccessCodesScreen } from '../screens/access-codes/AccessCodesScreen.tsx'
import { ActivityScreen } from '../screens/activity/ActivityScreen.tsx'
import { CertificatesScreen } from '../screens/certificates/CertificatesScreen.tsx'
import { ResultsScreen } from '../screens/results/ResultsScreen.tsx'
import { SettingsScreen } from '../screens/settings/SettingsScreen.tsx'
import { useCertificateCount } from '../state/certificate-count.ts'
import type { FramedScreen } from '../state/navigation.ts'
import { useResultCount } from '../state/result-count.ts'
import { useWaitingCodes } from '../state/waiting-codes.ts'

/** What stands at a screen's name: how many rows it holds, and what of them is not yet at ClassMarker. */
export interface ScreenBadge {
  readonly count?: number
  readonly waiting?: number
}

export interface ScreenEntry {
  readonly id: FramedScreen
  /** The key of its name's words. */
  readonly words: `sidebar.${'results' | 'certificates' | 'accessCodes' | 'activity' | 'settings'}`
  readonly icon: LucideIcon
  /** The key that opens it together with Ctrl (Cmd). */
  readonly shortcut: string
  /** At the foot of the sidebar, apart from what is kept in the app. */
  readonly atFoot?: boolean
  /** Says itself what keeps an account from syncing. */
  readonly tellsOfAccounts?: boolean
  readonly useBadge: () => ScreenBadge
  readonly Screen: ComponentType
}

const noBadge: ScreenEntry['useBadge'] = () => ({})

/** Every screen beside the sidebar, in the sidebar's order: a new one is a line here. */
export const screens: readonly ScreenEntry[] = [
  {
    id: 'results',
    words: 'sidebar.results',
    icon: List,
    shortcut: '1',
    useBadge: () => ({ count: useResultCount() }),
    Screen: ResultsScreen,
  },
  {
    id: 'certificates',
    words: 'sidebar.certificates',
    icon: Award,
    shortcut: '2',
    useBadge: () => ({ count: useCertificateCount((state) => state.total) ?? 0 }),
    Screen: CertificatesScreen,
  },
  {
    id: 'access-codes',
    words: 'sidebar.accessCodes',
    icon: KeyRound,
    shortcut: '3',
    useBadge: () => ({ waiting: useWaitingCodes((state) => state.count) }),
    Screen: AccessCodesScreen,
  },
  {
    id: 'activity',
    words: 'sidebar.activity',
    icon: Activity,
    shortcut: '4',
    useBadge: noBadge,
    Screen: ActivityScreen,
  },
  {
    id: 'settings',
    words: 'sidebar.settings',
    icon: Settings,
    shortcut: ',',
    atFoot: true,
    tellsOfAccounts: true,
    useBadge: noBadge,
    Screen: SettingsScreen,
  },
]
