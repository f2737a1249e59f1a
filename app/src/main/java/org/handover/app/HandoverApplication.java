package org.handover.app;

public class HandoverApplication {
    public static void main(String[] args) { System.out.println("started in " + System.getProperty("user.dir") + " " + System.getProperty("java.class.path")); }
}
