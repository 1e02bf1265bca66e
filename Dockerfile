# Builds the wheel with its front end, then installs it with the locked requirements into a small image.
#
#   docker build --tag participation .
#   docker run --publish 8000:8000 --volume participation:/var/lib/participation \
#     --env PARTICIPATION_HOSTS=participation.example.org participation
#
# PARTICIPATION_HOSTS names the hosts it answers to; without it, this machine alone. The first administrator:
#   docker exec --interactive --tty CONTAINER participation init

FROM python:3.11-slim AS build
WORKDIR /source
COPY . .
RUN python3 dev.py wheel
RUN python3 -m venv /opt/participation \
 && /opt/participation/bin/pip install --no-cache-dir --require-hashes --requirement requirements/run.txt \
 && /opt/participation/bin/pip install --no-cache-dir --no-index --no-deps dist/*.whl

FROM python:3.11-slim
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/participation participation \
 && install --directory --mode=0700 --owner=participation --group=participation /var/lib/participation
# a virtual environment stays whole when it is copied to the same path and the same Python
COPY --from=build /opt/participation /opt/participation
ENV PATH=/opt/participation/bin:$PATH \
    PARTICIPATION_INSTANCE=/var/lib/participation \
    PARTICIPATION_PORT=8000 \
    PYTHONUNBUFFERED=1
USER participation
WORKDIR /var/lib/participation
VOLUME /var/lib/participation
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "\
import http.client, os, sys; \
name = os.environ.get('PARTICIPATION_HOSTS', '').split(',')[0].strip() or 'localhost'; \
name = 'www' + name if name.startswith('.') else name; \
house = http.client.HTTPConnection('127.0.0.1', int(os.environ['PARTICIPATION_PORT']), timeout=4); \
house.request('GET', '/', headers={'Host': name}); \
sys.exit(house.getresponse().status >= 400)"]
CMD ["participation", "serve", "--host", "0.0.0.0"]
