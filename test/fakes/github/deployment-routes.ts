import type { Json } from "../../../src/prompts/reading/json.ts";
import type { FakeDeployment } from "./github-state.ts";
import { ApiRefusal, checkedBody, demand, found, made, objectIn, type Route, textIn } from "./route.ts";

const STATES = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"];

export const deploymentRoutes: readonly Route[] = [
  {
    method: "POST",
    path: /^\/deployments$/,
    needs: ["deployments:write"],
    answer: ({ state, body }) => {
      const given = checkedBody(body, {
        ...{ ref: "string", "environment?": "string", "payload?": "object", "description?": "string" },
        ...{ "auto_merge?": "boolean", "required_contexts?": "list", "task?": "string" },
        ...{ "production_environment?": "boolean", "transient_environment?": "boolean" },
      });
      const deployment: FakeDeployment = {
        id: state.nextId(),
        ref: textIn(given, "ref"),
        environment: textIn(given, "environment") || "production",
        payload: objectIn(given, "payload"),
        statuses: [],
      };
      state.deployments.push(deployment);
      return made(deploymentJson(deployment));
    },
  },
  {
    method: "GET",
    path: /^\/deployments$/,
    needs: ["deployments:read"],
    answer: ({ state, query }) => {
      const fits = ({ environment, ref }: FakeDeployment): boolean =>
        [undefined, environment].includes(query["environment"]) && [undefined, ref].includes(query["ref"]);
      return found([...state.deployments].reverse().filter(fits).map(deploymentJson));
    },
  },
  {
    method: "POST",
    path: /^\/deployments\/(\d+)\/statuses$/,
    needs: ["deployments:write"],
    answer: ({ state, parameters, body }) => {
      const given = checkedBody(body, {
        ...{ state: "string", "environment_url?": "string", "log_url?": "string", "description?": "string" },
        ...{ "environment?": "string", "auto_inactive?": "boolean" },
      });
      const kind = textIn(given, "state");
      const description = textIn(given, "description");
      if (!STATES.includes(kind)) throw new ApiRefusal(422, `state ${kind}`);
      if (description.length > 140) throw new ApiRefusal(422, "description is too long (140)");
      const { statuses } = demand(state.deployments.find(({ id }) => id === Number(parameters[0])));
      statuses.push({ state: kind, environment_url: textIn(given, "environment_url"), description });
      return made({ id: state.nextId(), state: kind });
    },
  },
  {
    method: "GET",
    path: /^\/deployments\/(\d+)\/statuses$/,
    needs: ["deployments:read"],
    answer: ({ state, parameters }) => {
      const { statuses } = demand(state.deployments.find(({ id }) => id === Number(parameters[0])));
      return found([...statuses].reverse().map((status) => ({ ...status })));
    },
  },
];

const deploymentJson = ({ id, ref, environment, payload }: FakeDeployment): Json => ({
  ...{ id, ref, environment, payload },
});
