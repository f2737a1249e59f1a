package org.handover.lab;

public final class LabMain {
    public static void main(String[] args) {}
}
