/** What a task or group may be called: it becomes a file name, a tag and a part of a URL. */
const TASK_ID_PATTERN = /^[a-z][a-z0-9_-]{0,62}$/;

export function isTaskId(text: string): boolean {
  return TASK_ID_PATTERN.test(text);
}
