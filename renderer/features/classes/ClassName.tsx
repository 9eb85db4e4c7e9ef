import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { errorWords, t } from '../../format/words.ts'
import { TextField } from '../../ui/TextField.tsx'

const longestName = 200

/** A name being given to a class. */
interface Naming {
  readonly name: string
  readonly problem: string | null
  change(name: string): void
  /** Keeps the name; beside the field stands why it could not be. */
  send(): Promise<void>
}

/** @param keep takes a name that is not blank; answers why it was not taken */
export function useNaming(keep: (name: string) => Promise<AppError | null>, before = ''): Naming {
  const [name, setName] = useState(before)
  const [problem, setProblem] = useState<string | null>(null)
  const change = (next: string) => {
    setName(next)
    setProblem(null)
  }
  const send = async () => {
    const wanted = name.trim()
    if (wanted === '') return setProblem(t('classes.nameNeeded'))
    const error = await keep(wanted)
    setProblem(error === null ? null : problemOf(error))
  }
  return { name, problem, change, send }
}

const problemOf = (error: AppError): string =>
  error.code === 'class/exists'
    ? t('classes.nameTaken')
    : errorWords(error, zoneOf(useAccounts.getState().accounts, null)).what

interface ClassNameProps {
  readonly label: string
  readonly naming: Naming
  readonly autoFocus: boolean
}

export const ClassName = ({ label, naming: { name, problem, change }, autoFocus }: ClassNameProps) => (
  <TextField
    label={label}
    value={name}
    maxLength={longestName}
    problem={problem}
    autoFocus={autoFocus}
    onChange={change}
  />
)
