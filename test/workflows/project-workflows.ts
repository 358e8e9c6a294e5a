import { projectFiles, readProjectFile } from "../architecture/project-files.ts";
import { connectCalls, readWorkflow, type Workflow } from "./workflow-file.ts";

const folder = ".github/workflows/";

/** The repository's own workflows as text, by the names of their files. */
export const workflowTexts: ReadonlyMap<string, string> = new Map(
  projectFiles()
    .filter((path) => path.startsWith(folder) && /\.ya?ml$/.test(path))
    .map((path) => [path.replace(folder, ""), readProjectFile(path)]),
);

const asTheyAre = [...workflowTexts].map(([name, text]) => readWorkflow(`${folder}${name}`, text));

/** All of them together, so that a rule sees what a job calls; the one that is given stands for the file's. */
export const projectWorkflows = (changed?: Workflow): readonly Workflow[] =>
  connectCalls(asTheyAre.map((one) => (one.path === changed?.path ? changed : one)));
