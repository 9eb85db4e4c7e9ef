import { ArrowDown, ArrowUp, FileOutput, ListPlus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { BankQuestion } from '../../../shared/model/bank.ts'
import { useAccounts } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { QuestionExportDialog } from '../question-bank/index.ts'
import { plainOf } from '../questions/index.ts'
import styles from './Draft.module.css'
import { type OpenDraft, useDrafting } from './drafting.ts'
import { PickQuestions } from './PickQuestions.tsx'
import { byBank, type OfBank } from './PreparedQuestions.tsx'

/** The questions it is meant to ask: chosen from a bank, put in order, exported as a file. */
export function DraftQuestions({ open }: { readonly open: OpenDraft }) {
  const { questions, change } = useDrafting()
  const accounts = useAccounts((state) => state.accounts)
  const [isPicking, setPicking] = useState(false)
  const [exporting, setExporting] = useState<OfBank | null>(null)
  const banks = (accounts ?? []).filter(({ service }) => service === 'classmarker')
  const chosen = open.content.questions
  const put = (next: readonly number[]) => change({ questions: next })
  const move = (place: number, by: -1 | 1) => {
    const next = [...chosen]
    next.splice(place + by, 0, ...next.splice(place, 1))
    put(next)
  }
  const ofBanks = byBank(
    banks,
    chosen.flatMap((id) => questions.get(id) ?? []),
  )
  return (
    <>
      <p className={styles.note}>{t('assessments.editor.questionsHint')}</p>
      {banks.length === 0 ? (
        <p className={styles.note}>{t('assessments.editor.noBank')}</p>
      ) : (
        <div className={styles.buttons}>
          <Button icon={ListPlus} onPress={() => setPicking(true)}>
            {t('assessments.editor.choose')}
          </Button>
          {ofBanks.map((of) => (
            <Button key={of.bank.id} icon={FileOutput} onPress={() => setExporting(of)}>
              {ofBanks.length > 1
                ? t('assessments.editor.of', { name: t('assessments.editor.export'), bank: of.bank.name })
                : t('assessments.editor.export')}
            </Button>
          ))}
        </div>
      )}
      {chosen.length === 0 ? (
        <p className={styles.note}>{t('assessments.editor.noneChosen')}</p>
      ) : (
        <ol className={styles.questions}>
          {chosen.map((id, place) => (
            <li key={id} className={styles.question}>
              <span className={styles.number}>{place + 1}</span>
              <span className={styles.text}>{textOf(questions.get(id))}</span>
              <span className={styles.moves}>
                <IconButton
                  icon={ArrowUp}
                  label={t('assessments.editor.up', { number: place + 1 })}
                  isDisabled={place === 0}
                  onPress={() => move(place, -1)}
                />
                <IconButton
                  icon={ArrowDown}
                  label={t('assessments.editor.down', { number: place + 1 })}
                  isDisabled={place === chosen.length - 1}
                  onPress={() => move(place, 1)}
                />
                <IconButton
                  icon={Trash2}
                  label={t('assessments.editor.removeQuestion', { number: place + 1 })}
                  onPress={() => put(chosen.filter((each) => each !== id))}
                />
              </span>
            </li>
          ))}
        </ol>
      )}
      {isPicking && (
        <PickQuestions
          banks={banks}
          chosen={chosen}
          onClose={() => setPicking(false)}
          onChosen={(next) => {
            setPicking(false)
            put(next)
          }}
        />
      )}
      {exporting !== null && (
        <QuestionExportDialog account={exporting.bank} ids={exporting.ids} onClose={() => setExporting(null)} />
      )}
    </>
  )
}

/** A question in one line; while it is read, a dash. */
function textOf(question: BankQuestion | null | undefined): string {
  if (question === undefined) return '…'
  return question === null ? t('assessments.editor.goneQuestion') : question.text || plainOf(question.content.question)
}
