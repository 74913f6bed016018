# docker build -t cleaner . && docker run --rm -i cleaner < page.html > body.txt
FROM python:3.12-slim AS build
COPY . /src
RUN python -m venv /opt/cleaner
RUN /opt/cleaner/bin/pip install --no-cache-dir --no-compile -c /src/requirements.lock "/src[parquet,warc]"
RUN /opt/cleaner/bin/pip uninstall -y pip

FROM python:3.12-slim
COPY --from=build /opt/cleaner /opt/cleaner
RUN useradd --create-home cleaner
USER cleaner
WORKDIR /home/cleaner
ENTRYPOINT ["/opt/cleaner/bin/cleaner"]
CMD ["-"]
