import { systemZone } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { AddPeople } from './AddPeople.tsx'
import { AddStudents } from './AddStudents.tsx'
import styles from './Classes.module.css'
import { ClassList } from './ClassList.tsx'
import { ClassPage } from './ClassPage.tsx'
import { shownClass, useClasses } from './classes.ts'
import { MemberForm } from './MemberForm.tsx'
import { memberName } from './member-words.ts'

/** Makes and changes classes: a list of them, one of them, and how students are added. */
export function ClassesDialog() {
  const state = useClasses()
  const { isOpen, view, error, done, load, undo, close } = state
  if (!isOpen) return null
  const shown = shownClass(state)
  return (
    <Dialog title={titleOf(view, shown?.name ?? '')} wide onClose={close}>
      {error !== null && (
        <ErrorMessage error={error} zone={systemZone} focus>
          <Button onPress={() => void load()}>{t('action.tryAgain')}</Button>
        </ErrorMessage>
      )}
      {view.at === 'list' && <ClassList />}
      {view.at === 'class' && shown !== undefined && <ClassPage key={shown.id} shown={shown} />}
      {view.at === 'add' && shown !== undefined && <AddPeople key={view.from} shown={shown} from={view.from} />}
      {view.at === 'member' && shown !== undefined && <MemberForm shown={shown} before={view.member} />}
      {view.at === 'students' && <AddStudents of={view.of} />}
      {done !== null && (view.at === 'list' || view.at === 'class') && (
        <div className={styles.done}>
          <p>{done.words}</p>
          {done.undo !== null && (
            <Button look="quiet" onPress={() => void undo()}>
              {t('classes.undo')}
            </Button>
          )}
        </div>
      )}
    </Dialog>
  )
}

function titleOf(view: ReturnType<typeof useClasses.getState>['view'], name: string): string {
  switch (view.at) {
    case 'list':
      return t('classes.title')
    case 'class':
      return name
    case 'add':
      return t(`classes.addTitle.${view.from}`, { name })
    case 'students':
      return t('classes.selected.title')
    case 'member':
      return view.member === null
        ? t('classes.member.new', { name })
        : t('classes.member.edit', { student: memberName(view.member) })
  }
}
