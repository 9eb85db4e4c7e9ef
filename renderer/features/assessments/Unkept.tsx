import type { AppError } from '../../../shared/errors.ts'
import { t } from '../../format/words.ts'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'

interface UnkeptProps {
  readonly unkept: { readonly error: AppError; readonly isLeaving: boolean } | null
  readonly zone: string
  readonly className: string | undefined
}

/** Why what is typed could not be kept. It is said, and leaves the focus in the text, which goes on. */
export const Unkept = ({ unkept, zone, className }: UnkeptProps) => (
  <div role="status" className={unkept === null ? undefined : className}>
    {unkept !== null && (
      <ErrorMessage error={unkept.error} zone={zone}>
        {unkept.isLeaving && <p>{t('assessments.leaveUnkept')}</p>}
      </ErrorMessage>
    )}
  </div>
)
