# One image for web, worker and beat. Build: docker build -t sopman .
# Behind a proxy or with a mirror: --build-arg for pip and npm as those tools document.

FROM node:22-bookworm-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY sopman/frontend sopman/frontend
COPY static static
RUN npm run build

FROM python:3.12-slim-bookworm AS python
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/python -m pip install --require-hashes -r requirements.lock

FROM python:3.12-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home sopman \
 && install -d -o sopman -g sopman -m 0700 /data
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SOPMAN_DATA=/data \
    SOPMAN_NO_BOOTSTRAP=1
WORKDIR /app
COPY --from=python /venv /venv
COPY manage.py ./
COPY sopman sopman
COPY projects projects
COPY processes processes
COPY sops sops
COPY reviews reviews
COPY pilots pilots
COPY training training
COPY templates templates
COPY static static
COPY --from=frontend /app/static/build static/build
# The files that browsers fetch and the catalogues are part of the image; the key is only for this step.
RUN SOPMAN_SECRET_KEY=for-the-build-only SOPMAN_DATA=/tmp/build SOPMAN_STATIC_ROOT=/app/staticfiles \
      python manage.py messages --compile \
 && SOPMAN_SECRET_KEY=for-the-build-only SOPMAN_DATA=/tmp/build SOPMAN_STATIC_ROOT=/app/staticfiles \
      python manage.py collectstatic --no-input \
 && rm -rf /tmp/build
ENV SOPMAN_STATIC_ROOT=/app/staticfiles
USER sopman
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["python", "-m", "sopman.supervisor", "probe", "--port", "8000"]
CMD ["python", "-m", "sopman.supervisor", "web", "--host", "0.0.0.0", "--port", "8000"]
