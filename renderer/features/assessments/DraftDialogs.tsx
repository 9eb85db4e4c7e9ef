import { Hourglass, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AssessmentDraft, AssessmentDraftContent, AssessmentRow } from '../../../shared/model/assessment.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useConnection } from '../../app/clock.ts'
import { sayFailed } from '../../app/feedback.ts'
import { exactTime } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Radios } from '../../ui/Choice.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import styles from './Assessments.module.css'
import { closeAssessmentDialog, lookForDraft, publishDraft, removeDraft, resolveDraft } from './assessment-actions.ts'
import { draftTitle, limitWords, passWords, titleOf } from './assessment-words.ts'
import { useAssessmentFacts } from './assessments.ts'
import { DraftFacts } from './DraftFacts.tsx'
import { useDrafting } from './drafting.ts'

type PublishedDraft = AssessmentDraftContent & { readonly id: number; readonly account: string }

/** Shows once more what is published, since it can be changed or deleted nowhere, and confirms it once. */
export function PublishDialog({ draft }: { readonly draft: PublishedDraft }) {
  const isSample = useAccounts((state) => state.accounts?.find(({ id }) => id === draft.account)?.sample ?? false)
  const online = useConnection((state) => state.online) || isSample
  const count = draft.questions.length
  const publish = async () => {
    if (await publishDraft(draft)) await useDrafting.getState().leave()
  }
  return (
    <Dialog title={t('assessments.publish.title')} role="alertdialog" onClose={closeAssessmentDialog}>
      <DraftFacts content={draft} />
      {count > 0 && <p>{t('assessments.publish.questions', { count })}</p>}
      <p className={styles.note}>
        <TriangleAlert aria-hidden />
        <span>{t('assessments.publish.once')}</span>
      </p>
      {!online && (
        <p className={styles.waitsLong}>
          <Hourglass aria-hidden />
          <span>{t('assessments.publish.offline')}</span>
        </p>
      )}
      <DialogButtons>
        <Button autoFocus onPress={closeAssessmentDialog}>
          {t('assessments.publish.back')}
        </Button>
        <Button look="primary" onPress={() => void publish()}>
          {t('assessments.publish.button')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

const again = 'again'

/** Which assessment at the platform an unclear draft is; or none, and it is published once more. */
export function ResolveDialog({ draft: opened }: { readonly draft: AssessmentDraft }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [others, setOthers] = useState<readonly AssessmentRow[]>([])
  // What it may be can change while the dialog is open.
  const draft = useAssessmentFacts((facts) => facts.drafts.find(({ id }) => id === opened.id)) ?? opened
  const { account, courseId } = draft
  useEffect(() => {
    api.assessments
      .list({ accounts: [account], course: courseId.trim() })
      .then(setOthers, (thrown: unknown) => sayFailed(asAppError(thrown), { accountId: account }))
  }, [account, courseId])
  const free = others.filter(
    ({ id, gone, published }) => !gone && !published && !draft.candidates.some((each) => each.id === id),
  )
  const zone = useAccounts((state) => zoneOf(state.accounts, draft.account))
  const isIt = chosen === null || chosen === again ? null : Number(chosen)
  return (
    <Dialog title={t('assessments.resolve.title')} wide role="alertdialog" onClose={closeAssessmentDialog}>
      <p>
        {t(draft.candidates.length === 0 ? 'assessments.resolve.leadNone' : 'assessments.resolve.lead', {
          title: draftTitle(draft),
        })}
      </p>
      <div className={styles.scrolls}>
        <Radios
          label={t('assessments.resolve.list')}
          value={chosen ?? ''}
          options={[
            ...draft.candidates.map((row) => ({
              value: String(row.id),
              words: t('assessments.resolve.option', { title: titleOf(row), id: row.assessmentId }),
              hint: [
                row.courseId,
                passWords(row.passingScore),
                limitWords(row.timeLimitMinutes),
                t('assessments.panel.questionTitle', { count: row.questionCount ?? 0 }),
                t('assessments.panel.results', { count: row.submissions }),
                ...(row.changedAt === null ? [] : [exactTime(row.changedAt, zone)]),
              ].join(' · '),
            })),
            { value: again, words: t('assessments.resolve.again'), hint: t('assessments.resolve.againHint') },
          ]}
          onChange={setChosen}
        />
      </div>
      {free.length > 0 && (
        <SelectField
          label={t('assessments.resolve.other')}
          value={free.some(({ id }) => String(id) === chosen) ? (chosen ?? '') : ''}
          sections={[
            {
              title: null,
              options: [
                { value: '', words: t('assessments.resolve.otherNone') },
                ...free.map((row) => ({
                  value: String(row.id),
                  words: t('assessments.resolve.option', { title: titleOf(row), id: row.assessmentId }),
                })),
              ],
            },
          ]}
          onChange={(value) => setChosen(value === '' ? null : value)}
        />
      )}
      <DialogButtons>
        <Button autoFocus onPress={closeAssessmentDialog}>
          {t('assessments.resolve.later')}
        </Button>
        <Button onPress={() => void lookForDraft(draft)}>{t('assessments.resolve.lookAgain')}</Button>
        <Button
          look={chosen === again ? 'danger' : 'primary'}
          isDisabled={chosen === null}
          onPress={() => void resolveDraft(draft, isIt)}
        >
          {t(chosen === again ? 'assessments.resolve.againButton' : 'assessments.resolve.button')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

/** Asks before a draft is lost. */
export function RemoveDraftDialog({ draft }: { readonly draft: AssessmentDraft }) {
  return (
    <Dialog title={t('assessments.drafts.removeTitle')} role="alertdialog" onClose={closeAssessmentDialog}>
      <p>
        {t(draft.state === 'unclear' ? 'assessments.drafts.removeMayBe' : 'assessments.drafts.removeText', {
          title: draftTitle(draft),
        })}
      </p>
      <DialogButtons>
        <Button autoFocus onPress={closeAssessmentDialog}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" onPress={() => void removeDraft(draft)}>
          {t('assessments.drafts.removeButton')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
