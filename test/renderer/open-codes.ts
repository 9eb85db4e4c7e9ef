import type { AccessCodeRow, AccessListSummary } from '../../shared/model/access-code.ts'
import { answerList } from './answer-list.ts'
import { accessList } from './made-codes.ts'
import { openWindow } from './open-window.ts'

/** The window on its screen of access codes, over a main process with some lists, the first of which holds codes. */
export async function openCodes(
  lists: readonly AccessListSummary[] = [accessList()],
  rows: readonly AccessCodeRow[] = [],
) {
  const window = await openWindow()
  const held = { lists, rows }
  window.fake.handle('codes', 'lists', async () => held.lists)
  answerList(window.fake, 'codeList', () => held.rows)
  const [accessLists, codes, selection, changes, edit, push, log, heldChanges, connection] = await Promise.all([
    import('../../renderer/features/access-codes/access-lists.ts'),
    import('../../renderer/features/access-codes/codes.ts'),
    import('../../renderer/features/access-codes/codes.ts'),
    import('../../renderer/features/access-codes/code-changes.ts'),
    import('../../renderer/features/access-codes/code-edit.ts'),
    import('../../renderer/features/access-codes/code-push.ts'),
    import('../../renderer/features/access-codes/code-log.ts'),
    import('../../renderer/features/access-codes/PushNotices.tsx'),
    import('../../renderer/app/clock.ts'),
  ])
  return {
    ...window,
    held,
    lists: accessLists.useAccessLists,
    shownList: () => accessLists.shownList(accessLists.useAccessLists.getState()),
    codes: codes.useCodes,
    openList: codes.openCodes,
    pages: codes.useCodePages,
    selection: selection.useCodesSelection,
    chosenCodes: selection.chosenCodes,
    changes: changes.useCodeChanges,
    edit: edit.useCodeEdit,
    push: push.useCodePush,
    journal: log.useCodesJournal,
    connection: connection.useConnection,
    takeBackHeld: heldChanges.takeBackHeld,
  }
}
