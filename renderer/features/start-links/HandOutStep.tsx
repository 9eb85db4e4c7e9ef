import { Copy, FileSpreadsheet, FileText, Printer } from 'lucide-react'
import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { StartableLink, StartLink } from '../../../shared/model/start-link.ts'
import { api, asAppError } from '../../api/client.ts'
import { type FeedbackAction, say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { Step } from './PeopleStep.tsx'
import { SlipPrint } from './SlipPrint.tsx'
import styles from './StartLinks.module.css'
import { type StartPeople, startLinksOf, useStartLinks } from './start-links.ts'

interface HandOutStepProps {
  readonly made: StartPeople
  readonly link: StartableLink
  readonly linkUrlId: string
  readonly zone: string
}

/** Hands the addresses out: as a workbook, a table for mail merge, on the clipboard, or as slips on paper. */
export function HandOutStep({ made, link, linkUrlId, zone }: HandOutStepProps) {
  const { busy, error, save, copy, printed } = useHandingOut(made, link.name, linkUrlId)
  const [printing, setPrinting] = useState<StartPeople['people'] | null>(null)
  const stopped = busy || printing !== null || made.warnings.some(({ kind }) => kind === 'too-long')
  return (
    <Step number={3} title={t('startLinks.hand.title')}>
      <div className={styles.buttons}>
        <Button icon={FileSpreadsheet} isDisabled={stopped} onPress={() => void save('xlsx')}>
          {t('startLinks.hand.excel')}
        </Button>
        <Button icon={FileText} isDisabled={stopped} onPress={() => void save('csv')}>
          {t('startLinks.hand.csv')}
        </Button>
        <Button icon={Copy} isDisabled={stopped} onPress={() => void copy()}>
          {t('startLinks.hand.copy')}
        </Button>
        <Button icon={Printer} isDisabled={stopped} onPress={() => setPrinting(made.people)}>
          {t('startLinks.hand.print')}
        </Button>
      </div>
      {printing !== null && (
        <SlipPrint
          people={printing}
          linkUrlId={linkUrlId}
          linkName={link.name}
          testName={link.testName}
          onEnd={(isPrinted) => {
            setPrinting(null)
            if (isPrinted) void printed()
          }}
        />
      )}
      {error !== null && <ErrorMessage error={error} zone={zone} focus />}
      <p className={styles.dim}>{t('startLinks.hand.note')}</p>
    </Step>
  )
}

const showSaved: FeedbackAction = {
  words: t('action.showInFolder'),
  run: () => void api.startLinks.show().catch((thrown: unknown) => sayFailed(asAppError(thrown))),
}

/** Hands the addresses out, and saves people's names beside the codes they were given. */
function useHandingOut({ people, given }: StartPeople, linkName: string, linkUrlId: string) {
  const { list, keepsNames } = useStartLinks()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const count = people.length

  /** Names are saved after the addresses are out, one at a time, so that a failed name does not stop the others. */
  const keepNames = async (): Promise<number> => {
    const named = keepsNames && list !== null ? (given?.newlyNamed ?? []) : []
    for (const { code, name } of named) {
      if (list !== null) await api.codes.rename({ list, code, name })
    }
    return named.length
  }
  /**
   * Runs one way of handing out and reports the result.
   * @param work resolves to a sentence, or null when the file dialog was cancelled
   */
  const attempt = async (work: () => Promise<string | null>, action: FeedbackAction | null = null) => {
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      const did = await work()
      if (did !== null) {
        say(did, { action })
        const named = await keepNames()
        if (named > 0) say(`${did} ${t('startLinks.hand.namesKept', { count: named })}`, { action })
      }
    } catch (thrown) {
      setError(asAppError(thrown))
    }
    setBusy(false)
  }

  return {
    busy,
    error,
    save: (format: 'xlsx' | 'csv') =>
      attempt(async () => {
        const links = await startLinksOf(people, linkUrlId)
        const saved = await api.startLinks.save({ format, linkName, people: links })
        return saved && t('startLinks.hand.saved', { count, fileName: saved.fileName })
      }, showSaved),
    copy: () =>
      attempt(async () => {
        await api.app.copyText({ text: linksText(await startLinksOf(people, linkUrlId)) })
        return t('startLinks.hand.copied', { count })
      }),
    printed: () => attempt(async () => t('startLinks.hand.printed', { count })),
  }
}

/** Fits a text into one cell of a spreadsheet's clipboard format: characters that would end the cell become spaces. */
const cell = (text: string | null): string => (text ?? '').replace(/[\t\r\n]+/g, ' ')

/** People and addresses for pasting into a spreadsheet, tab-separated under a header. */
export function linksText(people: readonly StartLink[]): string {
  const header = (['first', 'last', 'email', 'userId', 'accessCode', 'url'] as const).map((part) =>
    t(`startLinks.part.${part}`),
  )
  const rows = people.map(({ first, last, email, userId, accessCode, url }) => [
    first,
    last,
    email,
    userId,
    accessCode,
    url,
  ])
  return [header, ...rows].map((row) => row.map(cell).join('\t')).join('\r\n')
}
