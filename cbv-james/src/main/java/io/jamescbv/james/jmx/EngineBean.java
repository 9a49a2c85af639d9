package io.jamescbv.james.jmx;

import static io.jamescbv.james.operation.Answers.await;

import io.jamescbv.engine.config.EffectiveValue;
import io.jamescbv.james.operation.Operations;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

final class EngineBean implements EngineMXBean {
    private final Operations operations;

    EngineBean(Operations operations) {
        this.operations = operations;
    }

    @Override
    public String verify(String address, boolean useCache) {
        return await(operations.verify(address, useCache)).toString();
    }

    @Override
    public String getEnforcement() {
        return operations.enforcement();
    }

    @Override
    public void setEnforcement(String word) {
        await(operations.enforcement(word));
    }

    @Override
    public List<String> effectiveConfiguration() {
        return operations.effectiveConfiguration();
    }

    @Override
    public boolean resetBreaker(String host) {
        return operations.resetBreaker(host);
    }

    @Override
    public List<String> getOpenBreakers() {
        return operations.openBreakers();
    }

    @Override
    public Map<String, Long> getLimits() {
        return operations.limits();
    }

    @Override
    public int getCalloutsInFlight() {
        return operations.calloutsInFlight();
    }

    @Override
    public List<String> domainSettings(String domain) {
        return operations.domainSettings(domain).rows().stream()
                .map(EffectiveValue::toString)
                .collect(Collectors.toList());
    }

    @Override
    public void overrideDomain(String domain, String key, String value) {
        await(operations.overrideDomain(domain, Map.of(key, value)));
    }

    @Override
    public void resetDomain(String domain) {
        await(operations.resetDomain(domain));
    }

    @Override
    public void reload() {
        operations.reload();
    }
}
