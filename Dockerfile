# syntax=docker/dockerfile:1
# The prompt service. Two images from one file:
#   docker build .                                      serves the tree's production prompts
#   docker build --target release --build-arg RELEASE=DIR .   serves the folder of a release, with its pins
# A release names its base image by digest: see SECURITY.md.
ARG NODE_IMAGE=node:26-alpine

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY bin ./bin
COPY schemas ./schemas
COPY scripts ./scripts
COPY src ./src
RUN npm run build

# Bundled commands only: no packages, no sources, nothing that is ever written to.
FROM ${NODE_IMAGE} AS service
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/bin ./bin
COPY --from=build /build/dist ./dist
USER 1000:1000
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD wget -q -O /dev/null "http://127.0.0.1:${PORT}/readyz" || exit 1
ENTRYPOINT ["node", "/app/bin/gpt-pipeline-hub.mjs"]

FROM service AS release
ARG RELEASE=.pipeline/release
COPY ${RELEASE} /content
CMD ["serve", "--release", "/content"]

FROM service AS repository
COPY pipeline.config.yaml prompt_registry.yaml /content/
# Production and archive alone: .dockerignore lets nothing else of the folder through.
COPY prompts /content/prompts
CMD ["serve", "--root", "/content"]
