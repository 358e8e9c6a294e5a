import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { readWorkflow, type Workflow } from "../../workflows/workflow-file.ts";

/** A workflow that GitHub's own schema accepts: keys, contexts allowed at each place, circles of needs. Throws with all faults. */
export async function soundWorkflow(path: string, text: string): Promise<Workflow> {
  const { context, value } = parseWorkflow({ name: path, content: text }, new NoOperationTraceWriter());
  if (value !== undefined && context.errors.getErrors().length === 0)
    await convertWorkflowTemplate(context, value);
  const faults = context.errors.getErrors().map(({ message }) => message);
  if (faults.length > 0) throw new Error(`GitHub would refuse ${path}:\n${faults.join("\n")}`);
  return readWorkflow(path, text);
}
