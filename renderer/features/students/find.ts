import { User, Users } from 'lucide-react'
import type { FoundStudent } from '../../../shared/model/found.ts'
import { rowAccount, useAccounts } from '../../app/accounts.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import type { FindEntry, FindSource } from '../find/index.ts'
import { useStudent } from './student.ts'
import { nameOf } from './student-columns.tsx'
import { useStudents } from './students.ts'

/** Opens a student from outside the list. */
function openStudent(account: string, key: string): void {
  useStudent.setState({ index: null })
  useNavigation.getState().go('students', { account, key })
}

/** What tells students of one name apart: class, address, account; else how ClassMarker or the name tells them. */
function asideOf({ accountId, key, email, classes }: FoundStudent): string {
  const account = rowAccount(useAccounts.getState())?.(accountId)
  const told = [...classes, ...(email === null ? [] : [email]), ...(account ? [account.name] : [])]
  return told.length > 0 ? told.join(' · ') : key.replace(/^\w+:/, '').replace('|', '')
}

function entryOf(student: FoundStudent): FindEntry {
  const { accountId, key } = student
  return {
    id: `${accountId} ${key}`,
    words: nameOf(student),
    aside: asideOf(student),
    icon: User,
    open: () => openStudent(accountId, key),
  }
}

/** Students for Find, and the one looked at last. */
export const studentFinds: FindSource = {
  id: 'students',
  title: () => t('students.title'),
  entries({ text, found }) {
    if (found === null) return []
    if (found.students === null) return null
    const { entries, total } = found.students
    if (total <= entries.length) return entries.map(entryOf)
    const all: FindEntry = {
      id: 'all',
      words: t('find.all.students', { count: total }),
      icon: Users,
      open: () => {
        useStudents
          .getState()
          .setFilter({ results: [{ field: 'search', op: 'contains', value: text.trim() }], classes: [], labels: [] })
        useNavigation.getState().go('students')
      },
    }
    return [...entries.map(entryOf), all]
  },
  idle() {
    const { page } = useStudent.getState()
    if (page === null) return []
    const { student, ...person } = page
    return [entryOf({ ...person, accountId: student.account, key: student.key })]
  },
}
