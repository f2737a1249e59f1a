# Two images from one build: `application` and `lab`. They were not built where this was written: no container engine ran there.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /source
COPY .mvn .mvn
COPY pom.xml ./
COPY workflows workflows
COPY forms forms
COPY db db
COPY verify verify
COPY delegates delegates
COPY lab lab
COPY app app
RUN mvn -B -DskipTests package \
 && mkdir /build \
 && cp lab/target/handover-lab.jar /build/lab.jar \
 && cp app/target/handover-app-*.jar /build/application.jar

# Both run as the same user without rights, because each reads a file that the other wrote for its owner only.
FROM eclipse-temurin:17-jre AS runtime
RUN groupadd --gid 10001 handover \
 && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin handover \
 && mkdir -p /var/lib/handover /var/lib/handover-lab /exchange \
 && chown 10001:10001 /var/lib/handover /var/lib/handover-lab /exchange \
 && chmod 0700 /var/lib/handover /var/lib/handover-lab /exchange

FROM runtime AS lab
COPY --from=build /build/lab.jar /opt/handover/lab.jar
ENV HANDOVER_LAB_HOME=/var/lib/handover-lab
USER 10001:10001
WORKDIR /var/lib/handover-lab
ENTRYPOINT ["java", "-jar", "/opt/handover/lab.jar"]

FROM runtime AS application
COPY --from=build /build/application.jar /opt/handover/application.jar
ENV HANDOVER_DATA=/var/lib/handover
USER 10001:10001
WORKDIR /var/lib/handover
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "/opt/handover/application.jar"]
