import { Link2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { SameAccount } from '../../../shared/ipc/contract.ts'
import { t } from '../../i18n.ts'
import { Button } from '../Button.tsx'
import styles from './SameAccountChoice.module.css'

/** The account here that a new key belongs to. */
export interface KnownAccount {
  readonly name: string
  readonly results: number
}

/** The account that an answer to `connect` names as the same; null for any other error. */
export const knownAccountIn = ({ code, detail }: AppError): KnownAccount | null =>
  code === 'account/same' ? { name: String(detail.name), results: Number(detail.results) } : null

interface SameAccountChoiceProps {
  readonly same: KnownAccount
  readonly isBusy: boolean
  onChoose(choice: SameAccount): void
}

/** Whether a second key takes the place of the first, or makes an account of its own. Nothing is saved before the answer. */
export function SameAccountChoice({ same: { name, results }, isBusy, onChoose }: SameAccountChoiceProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  const title = t('connect.same.title', { name })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, this groups a question and its answers
    <div ref={box} className={styles.box} role="group" aria-label={title} tabIndex={-1}>
      <p className={styles.title}>
        <Link2 aria-hidden />
        {title}
      </p>
      <p>{t('connect.same.takeOverHint', { count: results })}</p>
      <p>{t('connect.same.separateHint')}</p>
      <div className={styles.buttons}>
        <Button isDisabled={isBusy} onPress={() => onChoose('separate')}>
          {t('connect.same.separate')}
        </Button>
        <Button look="primary" isDisabled={isBusy} onPress={() => onChoose('take-over')}>
          {t(isBusy ? 'connect.submitting' : 'connect.same.takeOver')}
        </Button>
      </div>
    </div>
  )
}
