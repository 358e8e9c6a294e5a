import type { PlantedViolation } from "./planted-violation.ts";

const NODE = "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020";
const NODE_STEP = `      - uses: ${NODE} # v7.0.0
        with:
          node-version: "26"
          package-manager-cache: false
`;
const INSTALL = "        run: npm ci --ignore-scripts\n";
const MAIN = `ref: \${{ github.event.repository.default_branch || 'main' }}`;

/** Whose code runs. */
export const PINS: readonly PlantedViolation[] = [
  ["an action by its tag", "check.yml#plan", `${NODE} # v7.0.0`, "actions/setup-node@v7"],
  [
    "an action by its tag, in braces",
    "check.yml#plan",
    NODE_STEP,
    "      - { uses: actions/setup-node@v7 }\n",
  ],
  [
    "an action by its tag, under a quoted key",
    "check.yml#plan",
    `uses: ${NODE}`,
    '"uses": actions/setup-node@v7',
  ],
  ["a short commit", "check.yml#plan", NODE, "actions/setup-node@8207627"],
  ["another commit than elsewhere", "check.yml#plan", NODE, `actions/setup-node@${"0".repeat(40)}`],
  [
    "an action's image by its tag",
    "check.yml#plan",
    "      - name: Install\n",
    "      - uses: docker://alpine:3\n      - name: Install\n",
  ],
  [
    "a called workflow by its branch",
    "promote.yml#release",
    "./.github/workflows/release.yml",
    "acme/hub/.github/workflows/release.yml@main",
  ],
];

/** How steps run, on what, and whether anybody sees that they failed. */
export const FAILURES: readonly PlantedViolation[] = [
  ["a step that may fail", "check.yml#plan", INSTALL, `        continue-on-error: true\n${INSTALL}`],
  [
    "a job that may fail",
    "check.yml#judge",
    "    needs: [plan, shard]\n",
    "    needs: [plan, shard]\n    continue-on-error: true\n",
  ],
  [
    "a gate whose failure is swallowed",
    "check.yml#judge",
    '--evidence "$RUNNER_TEMP/check" --changed-since "$BASE"\n',
    '--evidence "$RUNNER_TEMP/check" --changed-since "$BASE" || true\n',
  ],
  [
    "files whose problems are swallowed",
    "check.yml",
    'validate -- --root "$GITHUB_WORKSPACE"\n',
    'validate -- --root "$GITHUB_WORKSPACE" || true\n',
  ],
  [
    "a gate in the background",
    "check.yml",
    'validate -- --root "$GITHUB_WORKSPACE"\n',
    'validate -- --root "$GITHUB_WORKSPACE" &\n',
  ],
  ["another shell", "check.yml#plan", "shell: bash", "shell: sh"],
  ["another shell for a step", "check.yml#plan", INSTALL, `        shell: sh\n${INSTALL}`],
  ["an installation that runs scripts", "check.yml#plan", "npm ci --ignore-scripts", "npm ci"],
  [
    "scripts that run after all",
    "check.yml#plan",
    INSTALL,
    "        run: npm ci --ignore-scripts && npm rebuild\n",
  ],
  [
    "scripts that run on a line of their own",
    "check.yml#plan",
    INSTALL,
    "        run: |\n          npm ci --ignore-scripts\n          npm rebuild\n",
  ],
  [
    "a package that is fetched to be run",
    "check.yml#plan",
    INSTALL,
    "        run: |\n          npm ci --ignore-scripts\n          npx -y cowsay\n",
  ],
  ["whatever machine is the latest", "check.yml#plan", "ubuntu-24.04", "ubuntu-latest"],
  ["a machine by an expression", "check.yml#plan", "ubuntu-24.04", `\${{ 'self-hosted' }}`],
  [
    "a job's image by its tag",
    "check.yml#plan",
    "    runs-on: ubuntu-24.04\n",
    "    runs-on: ubuntu-24.04\n    container: node:26\n",
  ],
  [
    "a base image by its tag",
    "release.yml#image",
    `NODE_IMAGE=\${{ vars.NODE_IMAGE }}`,
    `NODE_IMAGE=\${{ vars.NODE_IMAGE || 'node:26-alpine' }}`,
  ],
  ["a base image that nobody looks at", "release.yml#image", ` --base "\${NODE_IMAGE:-node:26-alpine}"`, ""],
  [
    "an image that does not say how it was made",
    "release.yml#image",
    "provenance: mode=max",
    "provenance: false",
  ],
  ["an image without its parts list", "release.yml#image", "sbom: true", "sbom: false"],
];

/** Which commit a job looks at, and how much of its history. */
export const TREES: readonly PlantedViolation[] = [
  ...[
    "check.yml#plan",
    "check.yml#shard",
    "check.yml#judge",
    "promote.yml#promote",
    "deploy.yml#plan",
    "deploy.yml#deploy",
  ].map(halfHistory),
  ...[
    "rollback.yml#rollback",
    "rollback.yml#restore",
    "drift.yml#drift",
    "release.yml#plan",
    "release.yml#image",
  ].map(halfHistory),
  ...[
    "override.yml#promote",
    "override.yml#archive",
    "override.yml#freeze",
    "accept.yml#recheck",
    "fork-check.yml#evaluate",
  ].map(halfHistory),
  ["an outdated tree is promoted", "promote.yml#promote", `          ${MAIN}\n`, ""],
  ["an outdated tree is deployed", "deploy.yml#deploy", `          ${MAIN}\n`, ""],
  ["the event's tree is rolled back", "rollback.yml#rollback", MAIN, `ref: \${{ github.sha }}`],
];

function halfHistory(place: string): PlantedViolation {
  return [`half a history in ${place}`, place, "fetch-depth: 0", "fetch-depth: 1"];
}
